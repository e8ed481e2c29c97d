"""The recipe of ``reassurance-force``: from the raw files beside it to a plan folder."""
