"""Text from outside: what cannot be written out again, and how a message shows the rest."""

import re

MOST_SHOWN = 60
"""Characters of a value that a message shows; enough to find it by."""

# XML 1.0, in which pages and drawings are written, has no way to hold the first of these; the
# others turn the text around them, so that a name reads as another one.
UNWRITABLE = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}\x{202A}-\x{202E}\x{2066}-\x{2069}]"
"""What no text may hold, as a pattern of polars; a file in UTF-8 holds no surrogates."""
_UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def first_unwritable(text: str) -> tuple[str, int] | None:
    """Return the first character that no text may hold, in words, and its place from 1."""
    match = _UNWRITABLE.search(text)
    if match is None:
        return None
    number = _code_point(match[0])
    is_control = match[0] < " " or "\u202a" <= match[0] <= "\u2069"
    words = f"the control character {number}" if is_control else f"{number}, which is no character"
    return words, match.start() + 1


def plain_text(text: str) -> str:
    """Return text as a message shows it: on one line, unseen signs by number, cut to length."""
    shown = "".join(
        sign if sign.isprintable() else _ESCAPES.get(sign, f"<{_code_point(sign)}>")
        for sign in text[:MOST_SHOWN]
    )
    return shown if len(text) <= MOST_SHOWN else f"{shown}…"


def quoted(text: str) -> str:
    """Return text in quotes as a message shows it; of one that is cut, say how long it is."""
    length = f" ({len(text):,} characters)" if len(text) > MOST_SHOWN else ""
    return f'"{plain_text(text)}"{length}'


def _code_point(sign: str) -> str:
    return f"U+{ord(sign):04X}"
