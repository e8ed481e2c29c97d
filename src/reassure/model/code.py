"""One entry of the catalogue of codes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes
    ----------
    title
        What is wrong, in a few words.
    meaning
        Why it matters, and what happens where it stays.
    """

    title: str
    meaning: str
