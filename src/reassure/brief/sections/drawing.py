"""What the parts of the page draw from, and in which colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import altair as alt

from reassure.brief.context import Key
from reassure.brief.draw import Figure, figure
from reassure.brief.inputs import BriefInputs
from reassure.brief.journeys import Journey, journeys
from reassure.brief.names import objective_name, objective_order
from reassure.brief.strength import Strength
from reassure.model.plan import Plan


@dataclass(frozen=True)
class Drawing:
    """What every section draws from.

    Attributes
    ----------
    plan, run
        The plan and its results.
    strength
        Strength by day; None without a force plan.
    colours, tones
        Colour and CSS variable of every objective.
    """

    plan: Plan
    run: BriefInputs
    strength: Strength | None
    colours: dict[str, str]
    tones: Mapping[str, str]

    @cached_property
    def ways(self) -> list[Journey]:
        """The way of every load; none without a movement."""
        moved = self.run.deployment
        return [] if moved is None else journeys(self.plan, self.run.force_plan, moved)

    def key(self) -> tuple[Key, ...]:
        """Return the key to the colours of the objectives."""
        return tuple(
            Key(self.tones[key], objective_name(self.plan, key))
            for key in objective_order(self.plan)
        )

    def draw(
        self,
        chart: alt.TopLevelMixin,
        name: str,
        title: str,
        sentence: str,
        *,
        narrow: alt.TopLevelMixin | None = None,
    ) -> Figure:
        """Draw a chart in the colours of the plan, and one for a narrow page where there is one."""
        return figure(
            chart, name, title=title, sentence=sentence, colours=self.colours, narrow=narrow
        )
