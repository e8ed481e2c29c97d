"""One thing that a milestone waits for, as it stands."""

from dataclasses import dataclass

from reassure.model.progress_choices import WaitKind, WaitStanding


@dataclass(frozen=True, slots=True)
class Wait:
    """What something that a milestone waits for comes to.

    Attributes
    ----------
    kind, standing
        What kind of thing, and whether it holds.
    binding
        Field that says so, as ``table:id.field``.
    words
        The same in words.
    day
        Day from which it holds; None: it does, or nobody knows.
    reference
        The thing itself, as ``table:id``.
    """

    kind: WaitKind
    standing: WaitStanding
    binding: str
    words: str
    day: float | None = None
    reference: str = ""


def holds(kind: WaitKind, binding: str, words: str) -> Wait:
    """Return something that holds."""
    return Wait(kind, WaitStanding.HOLDS, binding, words)


def from_day(kind: WaitKind, binding: str, words: str, day: float) -> Wait:
    """Return something that holds from a day on."""
    return Wait(kind, WaitStanding.FROM_DAY, binding, words, day)


def open_wait(kind: WaitKind, binding: str, words: str) -> Wait:
    """Return something that does not hold, no day being known."""
    return Wait(kind, WaitStanding.OPEN, binding, words)


def day_words(day: float) -> str:
    """Return a day as people write it.

    >>> day_words(45.0), day_words(-3.0)
    ('C+45', 'C-3')
    """
    return f"C{'-' if day < 0 else '+'}{abs(day):g}"
