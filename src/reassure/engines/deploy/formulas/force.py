"""Formula of the force behind a deployed force."""

from reassure.engines.deploy.formulas.quantities import Amount, Positive


def rotation_factor(
    deploy_months: Positive, *, reset_months: Amount, prepare_months: Amount
) -> float:
    """Return how many units it takes to keep one of them deployed.

    Parameters
    ----------
    deploy_months
        Length of one tour [months].
    reset_months
        Rest and repair after it [months].
    prepare_months
        Training before the next one [months].

    Notes
    -----
    Equation: (deploy_months + reset_months + prepare_months) / deploy_months

    Source: practice of force planning; the published example (a blog of 2010) is a weak source.

    Examples
    --------
    >>> rotation_factor(6, reset_months=12, prepare_months=12)
    5.0
    """
    return (deploy_months + reset_months + prepare_months) / deploy_months
