"""The records of a plan, its tables, its results, and what can be found in it."""
