"""Bottlenecks: the limits that loads wait for, from what the movement used day by day."""

from dataclasses import dataclass

import polars as pl

from reassure.brief.names import Binding, binding_words
from reassure.model.plan import Plan
from reassure.model.results import Deployment

FULL = 0.999
"""A limit used to this share has nothing left for another load."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """One limit that loads waited for.

    Attributes
    ----------
    binding
        The limit in words.
    location, link
        Where it is.
    queue_load_days
        Loads waiting, summed over days.
    longest_queue
        Most loads waiting on one day.
    first_day, last_day
        First and last day with a queue.
    full_days
        Days on which all of it was used; None where the limit has no capacity of its own.
    late_tours
        Tours that are late because of it.
    """

    binding: Binding
    location: str | None
    link: str | None
    queue_load_days: float
    longest_queue: float
    first_day: int
    last_day: int
    full_days: int | None
    late_tours: int


def bottlenecks(plan: Plan, deployment: Deployment, *, most: int) -> list[Bottleneck]:
    """Return the limits with queues: most tours late first, then most waiting."""
    late: dict[str, int] = {}
    for arrival in deployment.arrivals:
        if arrival.binding:
            late[arrival.binding] = late.get(arrival.binding, 0) + 1
    key = ["location", "link", "limit"]
    found = (
        deployment.use_days.frame.group_by(key, maintain_order=True)
        .agg(
            pl.col("queue").sum().alias("total"),
            pl.col("queue").max().alias("longest"),
            pl.col("day").filter(pl.col("queue") > 0).min().alias("first"),
            pl.col("day").filter(pl.col("queue") > 0).max().alias("last"),
            (pl.col("used") >= pl.col("capacity") * FULL).sum().alias("full"),
            pl.col("capacity").is_not_null().any().alias("has_capacity"),
        )
        .filter(pl.col("total") > 0)
        .sort(["total", *key], descending=[True, False, False, False])
    )
    made: list[Bottleneck] = []
    for row in found.iter_rows(named=True):
        reference = limit_reference(row["location"], row["link"], row["limit"])
        made.append(
            Bottleneck(
                binding_words(plan, reference),
                row["location"],
                row["link"],
                row["total"],
                row["longest"],
                row["first"],
                row["last"],
                row["full"] if row["has_capacity"] else None,
                late.get(reference, 0),
            )
        )
    # The sort is stable: limits that make equally many tours late stay in order of waiting.
    return sorted(made, key=lambda row: -row.late_tours)[:most]


def limit_reference(location: str | None, link: str | None, limit: str) -> str:
    """Return a limit of a place or link as results name it: ``table:id.field``."""
    # A limit that is not the place's or link's own, such as a pool of ships, names its record.
    if ":" in limit:
        return limit
    return f"locations:{location}.{limit}" if location else f"links:{link}.{limit}"
