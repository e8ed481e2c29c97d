"""The recipe of the example ``reassurance-force``: from the raw files beside it to a plan folder."""
