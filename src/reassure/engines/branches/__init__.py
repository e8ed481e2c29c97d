"""Branches: what each needs, who stays in, what is common to all, what is to be expected."""

from reassure.engines.branches.comparison import compare_branches

__all__ = ["compare_branches"]
