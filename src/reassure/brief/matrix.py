"""A wide table as the templates receive it: rows against many columns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a matrix: an amount, and its share in words and as a width in per cent."""

    amount: str
    share: str
    width: float


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row of a matrix.

    Attributes
    ----------
    name, reference, tone
        What it is of, its id where it has one, and the CSS variable of its objective.
    filled, share
        What all columns come to of what is asked for, and that as a share.
    cells
        One for each column; None where there is nothing.
    is_sum
        Whether it sums up rows below it.
    """

    name: str
    filled: str
    share: str
    cells: tuple[Cell | None, ...]
    tone: str = ""
    reference: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table of rows against many columns, in a box of its own.

    Attributes
    ----------
    caption, corner
        What it holds, and what its rows are.
    columns
        Code and name of each column.
    extent
        How many columns there are, and in which order: what scrolling sideways leads to.
    """

    caption: str
    corner: str
    columns: tuple[tuple[str, str], ...]
    extent: str
    rows: tuple[MatrixRow, ...]
