"""What `reassure status` says in `summary.json`."""

from pydantic import Field

from reassure.model.step_summary import StepSummary


class ProgressSummary(StepSummary):
    """Milestones, capability by objective, and transfers of authority."""

    milestones: int = Field(description="Milestones of the plan")
    done: int = Field(description="Of these, done")
    on_time: int = Field(description="Of these, expected by their due day")
    late: int = Field(description="Of these, expected after their due day, which is to come")
    overdue: int = Field(description="Of these, past their due day and not done")
    blocked: int = Field(description="Of these, blocked, with no day from which they are not")
    cancelled: int = Field(description="Of these, cancelled")
    next_due: str | None = Field(description="Milestone that is due next; null: none")
    last_day: float | None = Field(
        description="Day on which the last milestone that has one is expected; null: none has"
    )
    critical_path: list[str] = Field(
        description="Milestones in order, of which each day late is a day late at that end"
    )
    initial_day: dict[str, int | None] = Field(
        description="First day of initial capability by objective id; null: never"
    )
    full_day: dict[str, int | None] = Field(
        description="First day of full capability by objective id; null: never"
    )
    transfers: dict[str, int] = Field(
        description="Assignments by state of command today; all 0 where no today is known"
    )
