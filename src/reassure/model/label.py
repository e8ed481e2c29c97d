"""Releasability labels: read, joined and decided upon in this one place."""

import re
from dataclasses import dataclass

# The level never holds the word REL: a mistyped release must not read as a level of its own.
_FORM = re.compile(
    r"^(?P<level>[A-Z]+(?: (?!REL\b)[A-Z]+)*)(?: REL TO (?P<nations>[A-Z]{3}(?:, [A-Z]{3})*))?$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """Who may see a record.

    Attributes
    ----------
    classification
        Word of the policy's ladder.
    nations
        Nations that it is released to, in alphabetical order; None: every nation.
    """

    classification: str
    nations: tuple[str, ...] | None = None

    @classmethod
    def parse(cls, text: str) -> "Label | None":
        """Read ``CLASSIFICATION REL TO GBR, FRA``; None where the text is not of that form."""
        match = _FORM.match(text)
        if match is None:
            return None
        nations = match["nations"]
        listed = tuple(sorted(set(nations.split(", ")))) if nations else None
        return cls(match["level"], listed)

    def __str__(self) -> str:
        """Return the label as it is written in a cell."""
        if self.nations is None:
            return self.classification
        return f"{self.classification} REL TO {', '.join(self.nations)}"

    def join(self, other: "Label", ladder: tuple[str, ...]) -> "Label":
        """Return the label of what is derived from both: the higher level, the common nations.

        Parameters
        ----------
        other
            The other source's label.
        ladder
            Classifications, lowest first; a word outside it ranks above all.
        """
        level = max(self.classification, other.classification, key=lambda w: _rank(w, ladder))
        if self.nations is None or other.nations is None:
            return Label(level, self.nations if other.nations is None else other.nations)
        common = tuple(nation for nation in self.nations if nation in other.nations)
        return Label(level, common)

    def is_visible_to(self, nation: str, clearance: str, ladder: tuple[str, ...]) -> bool:
        """Whether a reader of ``nation`` cleared to ``clearance`` may see what bears the label.

        An unknown classification is denied.
        """
        if self.classification not in ladder or clearance not in ladder:
            return False
        is_cleared = _rank(self.classification, ladder) <= _rank(clearance, ladder)
        return is_cleared and (self.nations is None or nation in self.nations)


def _rank(word: str, ladder: tuple[str, ...]) -> int:
    return ladder.index(word) if word in ladder else len(ladder)
