"""The day-step of supply again, on plain numbers, item by item as the explanation reads."""

import math

from reassure.engines.sustain.step import NEVER, NO_PARENT, SupplyInputs

DUST_T = 1e-6


def run_supply(inputs: SupplyInputs) -> dict[str, list[list[float]]]:
    """Return stock and unmet demand of each item, and what each policy sent, by day."""
    n_days, n_items = inputs.demand_t.shape
    stock = [float(t) for t in inputs.start_t]
    waiting, under_way = [0.0] * n_items, [0.0] * n_items
    due: dict[tuple[int, int], float] = {}
    told: dict[str, list[list[float]]] = {"on_hand_t": [], "unmet_t": [], "sent_t": []}
    for day in range(n_days):
        spare, unmet = [], []
        for i in range(n_items):
            came = due.pop((day, i), 0.0)
            under_way[i] -= came
            stock[i] += min(came, max(float(inputs.capacity_t[i]) - stock[i], 0.0))
            need = float(inputs.demand_t[day, i]) + waiting[i]
            made = min(need, float(inputs.production_t[i]))
            taken = min(need - made, stock[i])
            stock[i] -= taken
            unmet.append(need - made - taken)
            waiting[i] = unmet[i] if inputs.is_backlog[i] else 0.0
            spare.append(float(inputs.production_t[i]) - made)
        left = [float(t) for t in inputs.limit_t[day]]
        sent = []
        for p in range(len(inputs.item)):
            sent.append(_order(inputs, day, p, stock, spare, waiting, under_way, left))
            if sent[p] > 0.0:
                key = int(inputs.arrive_day[day, p]), int(inputs.item[p])
                due[key] = due.get(key, 0.0) + sent[p]
        told["on_hand_t"].append(list(stock))
        told["unmet_t"].append(unmet)
        told["sent_t"].append(sent)
    return told


def _order(
    inputs: SupplyInputs, day: int, p: int,
    stock: list[float], spare: list[float], waiting: list[float], under_way: list[float],
    left: list[float],
) -> float:  # fmt: skip
    if not inputs.is_review_day[day, p] or inputs.arrive_day[day, p] == NEVER:
        return 0.0
    i, parent = int(inputs.item[p]), int(inputs.parent[p])
    position = stock[i] + under_way[i] - waiting[i]
    want = float(inputs.up_to_t[day, p])
    if not inputs.is_fixed[p]:
        want = want - position if position <= inputs.reorder_t[day, p] + DUST_T else 0.0
    if want <= DUST_T:
        return 0.0
    held = max(0.0, position - float(inputs.lead_demand_t[day, p]))
    limits = inputs.limit_of[inputs.limit_start[p] : inputs.limit_start[p + 1]]
    amount = min(
        want,
        float(inputs.capacity_t[i]) - held,
        math.inf if parent == NO_PARENT else stock[parent] + spare[parent],
        *(left[limit] for limit in limits),
    )
    if amount <= DUST_T:
        return 0.0
    for limit in limits:
        left[limit] -= amount
    if parent != NO_PARENT:
        made = min(amount, spare[parent])
        spare[parent] -= made
        stock[parent] -= amount - made
    under_way[i] += amount
    return amount
