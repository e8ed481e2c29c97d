"""How an engine tells how far it is, and is asked to stop."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from reassure.model.choices import StoppedBy


@dataclass(frozen=True, slots=True)
class StepProgress:
    """How far one step is.

    Attributes
    ----------
    step
        Name of the engine.
    share
        Done so far, 0 to 1.
    message
        What is being done, in a few words.
    gap
        Distance of objective and bound so far, over the smaller of the two; None: not known.
    """

    step: str
    share: float
    message: str
    gap: float | None = None


OnProgress = Callable[[StepProgress], bool | None]
"""Called now and then by an engine; a true answer asks it to stop with what it has."""


class Watchdog:
    """Ask at any time whether an engine must stop: its user wishes so, or its time is up.

    Parameters
    ----------
    step
        Name of the engine.
    on_progress
        Where progress is told; None: nowhere.
    time_limit_s
        Time that the engine may take [s]; None: as long as its work takes.
    """

    def __init__(
        self, step: str, on_progress: OnProgress | None = None, time_limit_s: float | None = None
    ) -> None:
        self._step, self._on_progress = step, on_progress
        self._deadline = None if time_limit_s is None else time.monotonic() + time_limit_s
        self._limit_s = time_limit_s or 0.0
        self.stopped_by: StoppedBy | None = None

    def tell(self, share: float, message: str, gap: float | None = None) -> bool:
        """Tell progress and return whether to stop; once true, it stays true."""
        if self.stopped_by is None and self._on_progress is not None:
            is_asked = self._on_progress(StepProgress(self._step, share, message, gap))
            self.stopped_by = StoppedBy.USER if is_asked else None
        return self.must_stop()

    def must_stop(self) -> bool:
        """Whether to stop now."""
        is_over = self._deadline is not None and time.monotonic() >= self._deadline
        if self.stopped_by is None and is_over:
            self.stopped_by = StoppedBy.CLOCK
        return self.stopped_by is not None

    @property
    def seconds_left(self) -> float | None:
        """Time left [s], None without a limit."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    @property
    def share_passed(self) -> float:
        """Share of the time limit that has passed, 0 without one."""
        left = self.seconds_left
        return 0.0 if left is None or not self._limit_s else 1.0 - left / self._limit_s
