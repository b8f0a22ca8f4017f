"""The Beta distribution, as far as an interval for a mean score needs it."""

from math import exp, lgamma, log, log1p

_STEPS = 300
_TINY = 1e-30
_CLOSE = 1e-12
_EXACT = 1e-10


def interval(alpha: float, beta: float, share: float = 0.8) -> tuple[float, float]:
    """The central interval that holds a share of Beta(alpha, beta).

    Args:
        alpha: positive.
        beta: positive.
        share: in (0, 1).
    """
    tail = (1 - share) / 2
    return _quantile(tail, alpha, beta), _quantile(1 - tail, alpha, beta)


def cumulative(x: float, alpha: float, beta: float) -> float:
    """The chance that Beta(alpha, beta) is at most x: the regularized incomplete beta function."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (alpha + 1) / (alpha + beta + 2):
        return 1 - cumulative(1 - x, beta, alpha)
    return _density(x, alpha, beta) * x * (1 - x) * _fraction(x, alpha, beta) / alpha


def _density(x: float, alpha: float, beta: float) -> float:
    scale = lgamma(alpha + beta) - lgamma(alpha) - lgamma(beta)
    return exp(scale + (alpha - 1) * log(x) + (beta - 1) * log1p(-x))


def _fraction(x: float, alpha: float, beta: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 / _kept_off_zero(1 - (alpha + beta) * x / (alpha + 1))
    total = d
    for m in range(1, _STEPS):
        for top in (
            m * (beta - m) * x / ((alpha + 2 * m - 1) * (alpha + 2 * m)),
            -(alpha + m) * (alpha + beta + m) * x / ((alpha + 2 * m) * (alpha + 2 * m + 1)),
        ):
            d = 1 / _kept_off_zero(1 + top * d)
            c = _kept_off_zero(1 + top / c)
            total *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return total


def _kept_off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _quantile(share: float, alpha: float, beta: float) -> float:
    """By Newton's steps, or by halving where a step leaves what is known to hold the quantile."""
    low, high = 0.0, 1.0
    x = alpha / (alpha + beta)
    while high - low > _EXACT:
        off = cumulative(x, alpha, beta) - share
        low, high = (low, x) if off > 0 else (x, high)
        step = x - off / _kept_off_zero(_density(x, alpha, beta))
        if abs(step - x) < _EXACT:
            return x
        x = step if low < step < high else (low + high) / 2
    return x
