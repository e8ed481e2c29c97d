"""How long a text may be, read off its field's name: names are drawn, free text is only read."""

LONGEST_NAME = 200
"""Most characters of a name, a title or a word: it must find room in tables and drawings."""
LONGEST_TEXT = 10_000
"""Most characters of free text, several pages of it."""
LONGEST_ADDRESS = 2_000
"""Most characters of an address on the web; few servers take more."""
LONGEST_LABEL = 1_000
"""Most characters of a label: every nation there is finds room in its release."""

_LONGEST_BY_NAME: dict[str, int] = {
    "address": LONGEST_ADDRESS,
    "announced": LONGEST_TEXT,
    "answer": LONGEST_TEXT,
    "basis": LONGEST_TEXT,
    "end_use": LONGEST_TEXT,
    "note": LONGEST_TEXT,
    "question": LONGEST_TEXT,
    "reason": LONGEST_TEXT,
    "reasons": LONGEST_TEXT,
    "text": LONGEST_TEXT,
}


def longest_of(name: str) -> int:
    """Return the most characters of a text (of one value, in a list) by its field's name."""
    return _LONGEST_BY_NAME.get(name, LONGEST_NAME)
