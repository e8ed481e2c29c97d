"""What every step says in `summary.json`."""

from pydantic import BaseModel, ConfigDict, Field

from reassure.model.choices import Status, StoppedBy


class Part(BaseModel):
    """A part of the summary: frozen, with no key that it does not declare."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StepSummary(Part):
    """What every step says of how it ran."""

    seed: int = Field(description="Root seed of the step")
    status: Status = Field(description="How the run ended")
    stopped_by: StoppedBy | None = Field(description="What ended the search; null: no search")
    objective: float | None = Field(description="Value reached; null where nothing is optimised")
    bound: float | None = Field(description="Proven limit of what any result could reach")
    gap: float | None = Field(
        description="|objective - bound| over the smaller of the two; null without a bound"
    )
    rests_on_partial: list[str] | None = Field(
        default=None,
        description="Steps that it is made from and that were stopped early, so that its figures "
        "are not final; absent: none",
    )
