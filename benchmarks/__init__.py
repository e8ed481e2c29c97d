"""Figures of speed and memory, beside those of peers where there are any."""
