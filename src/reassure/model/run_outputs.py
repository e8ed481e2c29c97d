"""The table of the steps of a run: what makes them again, and whether their figures are final."""

from reassure.model.choices import Status
from reassure.model.fields import field
from reassure.model.record import Row


class Replay(Row):
    """What is needed to run a step again to the same bytes."""

    key = ("step",)

    step: str = field("Engine")
    seed: int = field("Root seed", unit="number", ge=0)
    inputs_sha256: str = field("Hash of the plan that it read")
    status: Status | None = field(
        "How it ended; partial: it was stopped early, and its figures are not final", default=None
    )
    rests_on_partial: tuple[str, ...] = field(
        "Steps that it is made from and that were stopped early: its figures are not final",
        default=(),
    )
