"""How loads are scheduled: a list, bounds by prices and flows, whole loads, and their search."""
