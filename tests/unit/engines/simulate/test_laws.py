"""Laws as tables of quantiles: exact means, ascending, and faults in words."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from reassure.engines.simulate.laws import CELLS, certain_table, table_of
from reassure.model.choices import Law
from reassure.model.errors import UsageError
from reassure.model.laws import PARAMETERS, fault_of
from reassure.model.supply import Uncertainty


def uncertain(law: Law, p1: float, p2: float | None = None, p3: float | None = None) -> Uncertainty:
    return Uncertainty(id="u", table="links", field="transit_days", law=law, p1=p1, p2=p2, p3=p3)


LAWS = [
    (uncertain(Law.PERT, 0.8, 1.0, 1.6), stats.beta(2.0, 4.0, 0.8, 0.8)),
    (uncertain(Law.TRIANGULAR, 0.5, 1.0, 3.0), stats.triang(0.2, 0.5, 2.5)),
    (uncertain(Law.UNIFORM, 1.0, 4.0), stats.uniform(1.0, 3.0)),
    (uncertain(Law.EXPONENTIAL, 2.0), stats.expon(scale=2.0)),
    (uncertain(Law.GAMMA, 1.0, 0.5), stats.gamma(4.0, scale=0.25)),
    (
        uncertain(Law.LOGNORMAL, 1.0, 0.53),
        stats.lognorm(math.sqrt(math.log1p(0.53**2)), scale=math.exp(-math.log1p(0.53**2) / 2)),
    ),
]


@pytest.mark.parametrize(("row", "law"), LAWS, ids=[row.law for row, _ in LAWS])
def test_quantiles_and_means_are_those_of_the_law(row: Uncertainty, law):
    nodes = table_of(row).astype(np.float64)
    inner = np.arange(CELLS) / CELLS
    assert nodes[:-1] == pytest.approx(law.ppf(inner), rel=1e-6, abs=1e-6)
    assert ((nodes[:-1] + nodes[1:]) / 2).mean() == pytest.approx(law.mean(), rel=1e-6)
    assert np.isfinite(nodes).all()
    assert (np.diff(nodes) >= 0).all()
    # Within a cell the value is uniform: its variance counts too.
    middle, width = (nodes[:-1] + nodes[1:]) / 2, np.diff(nodes)
    spread = np.sqrt(middle.var() + (width**2 / 12).mean())
    assert spread == pytest.approx(law.std(), rel=5e-3)


def test_a_pert_law_has_the_published_mean_and_spread():
    nodes = table_of(uncertain(Law.PERT, 0.8, 1.0, 1.6)).astype(np.float64)
    middle = (nodes[:-1] + nodes[1:]) / 2
    assert middle.mean() == pytest.approx(16 / 15, abs=1e-6)
    assert middle.std() == pytest.approx(0.14254, abs=2e-4)


@pytest.mark.parametrize("law", [law for law in Law if law is not Law.EXPONENTIAL])
def test_a_law_without_spread_is_its_value(law: Law):
    values = {
        Law.UNIFORM: (2.0, 2.0, None),
        Law.GAMMA: (2.0, 0.0, None),
        Law.LOGNORMAL: (2.0, 0.0, None),
    }.get(law, (2.0, 2.0, 2.0))
    assert table_of(uncertain(law, *values)) == pytest.approx(2.0 * certain_table())


def test_an_empirical_law_is_straight_between_what_was_seen():
    nodes = table_of(uncertain(Law.EMPIRICAL, 1.0, 2.0, 5.0))
    assert nodes[[0, CELLS // 4, CELLS // 2, CELLS]] == pytest.approx([1.0, 1.5, 2.0, 5.0])


@given(
    st.sampled_from(list(Law)),
    st.floats(-2, 10),
    st.none() | st.floats(-2, 10),
    st.none() | st.floats(-2, 10),
)
def test_what_passes_the_rule_has_a_finite_table(law: Law, p1: float, p2, p3):
    row = uncertain(law, p1, p2, p3)
    fault = fault_of(row)
    if fault is None:
        nodes = table_of(row)
        assert np.isfinite(nodes).all()
        assert nodes.min() >= 0.0
    else:
        with pytest.raises(UsageError, match="ENG-SIM-001") as told:
            table_of(row)
        assert fault.cure in str(told.value)


@pytest.mark.parametrize(
    ("row", "field", "cure"),
    [
        (uncertain(Law.PERT, 2.0, 1.0, 3.0), "p1", "put them in order"),
        (uncertain(Law.UNIFORM, 1.0), "p2", "give the greatest value"),
        (uncertain(Law.LOGNORMAL, 0.0, 1.0), "p1", "give a mean above 0"),
        (uncertain(Law.EXPONENTIAL, 1.0, 2.0), "p2", "leave p2 empty"),
        (uncertain(Law.TRIANGULAR, -1.0, 0.0, 2.0), "p1", "0 or more"),
        (uncertain(Law.LOGNORMAL, 1e-300, 1.0), "p2", "a smaller deviation"),
        (uncertain(Law.GAMMA, 1.0, 101.0), "p2", "a smaller deviation"),
    ],
)
def test_faults_name_the_field_and_the_cure(row: Uncertainty, field: str, cure: str):
    fault = fault_of(row)
    assert fault is not None
    assert fault.field == field
    assert cure in fault.cure
    assert all(name in fault.expected for name in PARAMETERS[row.law])
