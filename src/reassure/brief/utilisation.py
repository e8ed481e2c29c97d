"""Utilisation: the share of every limit of the network that is used, by week or by day."""

from dataclasses import dataclass

import polars as pl

from reassure.brief.bottlenecks import FULL, limit_reference
from reassure.brief.names import Binding, binding_words
from reassure.brief.weeks import first_of, step_days
from reassure.model.plan import Plan
from reassure.model.results import Deployment

MOST_ROWS = 25
_MOST_QUEUED = 10
"""Rows that are kept for limits with queues, however little they are used in all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One limit in one week, or on one day.

    Attributes
    ----------
    from_day, until_day
        First day, and first day after it.
    share
        Used over capacity, both summed over the days.
    queue_load_days
        Loads waiting, summed over the days.
    """

    from_day: int
    until_day: int
    share: float
    queue_load_days: float


@dataclass(frozen=True, slots=True)
class Usage:
    """One limit, and how much of it is used.

    Attributes
    ----------
    binding
        The limit in words.
    mean_share
        Used over capacity from the first to the last day of the movement.
    peak_share
        Used over capacity on the day with the largest share.
    full_days, queue_load_days
        Days on which all of it is used, and loads waiting, summed over days.
    cells
        Weeks or days on which it is used or waited for, in order.
    """

    binding: Binding
    mean_share: float
    peak_share: float
    full_days: int
    queue_load_days: float
    cells: tuple[Cell, ...]

    @property
    def says_limit(self) -> bool:
        """Whether its name alone says what is limited: of a link, or of a pool of carriers."""
        return self.binding.reference.startswith(("links:", "lifts:"))

    def busiest(self) -> Cell:
        """Return the week or day with the largest share, the first of several."""
        return max(self.cells, key=lambda cell: (cell.share, -cell.from_day))


def days_of(moved: Deployment) -> tuple[int, int, int]:
    """Return first and last day on which a limit is used, and the days of one column."""
    days = moved.use_days.frame["day"]
    first, last = (0, 0) if days.is_empty() else (int(min(days)), int(max(days)))
    return first, last, step_days(first, last)


def usage(plan: Plan, moved: Deployment, *, most: int = MOST_ROWS) -> list[Usage]:
    """Return the limits that are used most, the most used first.

    Parameters
    ----------
    most
        How many, > 0. Those with the longest queues are among them, up to ten.

    Notes
    -----
    The table of use leaves out days on which nothing is used and nothing waits: on these the
    limit counts with the largest capacity that it shows on any day. A limit without a capacity,
    such as a permission, has no share and is left out.
    """
    frame = moved.use_days.frame.filter(pl.col("capacity").is_not_null())
    if not frame.height:
        return []
    first, last, step = days_of(moved)
    from_day = first_of(first, step)
    key = ["location", "link", "limit"]
    whole = (
        frame.with_columns(pl.col("capacity").max().over(key).alias("most"))
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("used").sum(),
            (pl.col("capacity").sum() + pl.col("most").first() * (last - first + 1 - pl.len()))
            .alias("room"),
            pl.col("most").first(),
            ((pl.col("used") >= pl.col("capacity") * FULL) & (pl.col("used") > 0))
            .sum().alias("full"),
            _share(pl.col("used"), pl.col("capacity")).max().alias("peak"),
            pl.col("queue").sum(),
        )
        .with_columns(share=_share(pl.col("used"), pl.col("room")))
        .filter((pl.col("share") > 0) | (pl.col("queue") > 0))
    )  # fmt: skip
    by_queue = whole.filter(pl.col("queue") > 0).sort(
        ["queue", *key], descending=[True, *[False] * 3]
    )
    by_share = whole.sort(["share", *key], descending=[True, *[False] * 3])
    chosen = (
        pl.concat([by_queue.head(min(_MOST_QUEUED, most)), by_share])
        .unique(key, keep="first", maintain_order=True)
        .head(most)
        .sort(["share", *key], descending=[True, *[False] * 3])
        .with_row_index("row")
    )
    cells = (
        frame.join(chosen.select("row", "most", *key), on=key, nulls_equal=True)
        .with_columns(step=(pl.col("day") - from_day) // step)
        .group_by("row", "step")
        .agg(
            pl.col("used").sum(),
            pl.col("capacity").sum(),
            pl.len().alias("days"),
            pl.col("most").first(),
            pl.col("queue").sum(),
        )
        .sort("row", "step")
    )
    made: dict[int, list[Cell]] = {}
    for row, at, used, capacity, days, most_t, queue in cells.iter_rows():
        start = from_day + at * step
        until = min(start + step, last + 1)
        room = capacity + most_t * (until - start - days)
        share = used / room if room else float(queue > 0)
        if share > 0 or queue > 0:
            made.setdefault(row, []).append(Cell(start, until, share, queue))
    return [
        Usage(
            binding_words(plan, limit_reference(row["location"], row["link"], row["limit"])),
            row["share"],
            row["peak"],
            row["full"],
            row["queue"],
            tuple(made[row["row"]]),
        )
        for row in chosen.iter_rows(named=True)
    ]


def _share(used: pl.Expr, room: pl.Expr) -> pl.Expr:
    return pl.when(room > 0).then(used / room).otherwise(0.0)
