"""Sentences that differ only in what they name: said once, with what they hold for."""

import re
from collections.abc import Iterable

from reassure.model.plan import Plan

_FEWEST = 3
"""Fewer sentences than this are not worth grouping."""

_GAP = "…"
_TOKEN = re.compile(r'"[^"]*"|[^\s()"]*[^\s()".,;:]')
_NUMBER = re.compile(r"[\d.,]+")


def names_of(plan: Plan) -> frozenset[str]:
    """Return the ids of all records: what sentences may differ in."""
    return frozenset(key for _, table in plan.tables() for key in table.ids)


def grouped(sentences: Iterable[str], names: frozenset[str]) -> tuple[str, ...]:
    """Return sentences with those that differ only in ids, quoted words and numbers as one.

    The one sentence has a gap where they differ, and ends with what fills it; it stands where
    the first of them stood.

    >>> grouped([f"port-{c} takes class i." for c in "abc"], frozenset(["port-a", "port-b"]))
    ('port-a takes class i.', 'port-b takes class i.', 'port-c takes class i.')
    >>> grouped([f"port {n} takes ships." for n in (1, 2, 3)], frozenset())
    ('port … takes ships – 1, 2, 3.',)
    """
    groups: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for sentence in sentences:
        slots: list[str] = []

        def empty(match: re.Match[str], slots: list[str] = slots) -> str:
            word = match[0]
            if word in names or word.startswith('"') or _NUMBER.fullmatch(word):
                slots.append(word)
                return "\0"
            return word

        groups.setdefault(_TOKEN.sub(empty, sentence), []).append((sentence, tuple(slots)))
    made: list[str] = []
    for frame, members in groups.items():
        if len(members) < _FEWEST:
            made += [sentence for sentence, _ in members]
        else:
            made.append(_as_one(frame, [slots for _, slots in members]))
    return tuple(dict.fromkeys(made))


def _as_one(frame: str, fills: list[tuple[str, ...]]) -> str:
    parts = frame.split("\0")
    varying = [i for i in range(len(parts) - 1) if len({fill[i] for fill in fills}) > 1]
    text = parts[0]
    for i, part in enumerate(parts[1:]):
        text += (_GAP if i in varying else fills[0][i]) + part
    if not varying:
        return text
    # What shares the rest is listed once with it: many places, each with the same few classes.
    by_first: dict[str, list[str]] = {}
    for fill in fills:
        rest = " ".join(fill[i] for i in varying[1:])
        by_first.setdefault(fill[varying[0]], []).append(rest)
    by_rest: dict[tuple[str, ...], list[str]] = {}
    for first, rests in by_first.items():
        by_rest.setdefault(tuple(dict.fromkeys(rests)), []).append(first)
    listed = [
        ", ".join(firsts) + (f": {', '.join(rests)}" if any(rests) else "")
        for rests, firsts in by_rest.items()
    ]
    return f"{text.removesuffix('.')} – {'; '.join(listed)}."
