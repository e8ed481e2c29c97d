"""What a field that holds a load back is now, and what it would have to be."""

from reassure.engines.deploy.network.arcs import Arc
from reassure.engines.deploy.network.limits import SLACK
from reassure.engines.deploy.network.loads import LoadKind, Measure
from reassure.engines.deploy.network.rules import Rules
from reassure.model.choices import LocationState
from reassure.model.plan import Plan

ABOVE_ZERO = "above 0"
"""Asked of a limit that a load uses nothing of, but that lets nothing pass at zero."""

Needed = float | str | None
"""A value that is asked of a field: a number in its unit, a word, or not known."""


def value_of(plan: Plan, binding: str) -> float | str | bool | None:
    """Return the value of a field, as table:id.field; None: it is empty."""
    table, _, rest = binding.partition(":")
    record, _, name = rest.rpartition(".")
    value = getattr(plan.table(table)[record], name)
    if isinstance(value, tuple):
        return "|".join(str(item) for item in value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def asked_of(binding: str, arc: Arc, kind: LoadKind, rules: Rules) -> Needed:
    """Return the value at which a field would let a load pass an arc that it bars.

    Parameters
    ----------
    binding
        The field, as table:id.field; one of ``rules.bars(arc, kind)``.
    arc, kind
        What is barred, and to what.
    rules
        Rules that say so.
    """
    unit, lift = kind.capability, arc.lift
    table, _, rest = binding.partition(":")
    name = rest.rpartition(".")[2]
    if table == "movement_profiles":
        return f"{value_of(rules.plan, binding)}|{arc.mode.value}"
    if name == "gauge_mm":
        return f"a gauge break at {arc.place}"
    carrier = {} if lift is None else {"draught_m": lift.draught_m, "runway_m": lift.min_runway_m}
    fixed: dict[str, float | str | None] = {
        "mlc": unit.heaviest_mlc,
        "axle_load_t": unit.axle_load_t,
        "loading_gauge": unit.loading_gauge,
        "state": LocationState.READY.value,
        "allowed": "true",
        "by_air": "true",
        "roro": "true",
        "open_share": ABOVE_ZERO,
        "lane_m": kind.size(Measure.LANE_M),
        "payload_t": kind.size(Measure.TONNES),
        **carrier,
    }
    if name in fixed:
        return fixed[name]
    amounts = [
        use.amount
        for use in rules.all_uses(arc, kind)
        if rules.limits.limits[use.limit].binding == binding
    ]
    amount = max(amounts, default=0.0)
    if table == "lifts" and name != "quantity":
        return None
    return round(amount, 6) if amount > SLACK else ABOVE_ZERO
