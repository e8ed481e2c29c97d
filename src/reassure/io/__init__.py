"""Plan folders and result tables: reading, writing, canonical files."""
