"""When a search should say "nothing", and when it should offer a choice: fitted to encoder and bank.

The bank's own aliases, each searched without itself, stand for what people ask; a list of questions from
other fields for what they should not get an answer to. Both are searched when an index is built, so
the thresholds fit whatever encoder and bank are in use.
"""

import random
from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

SAMPLE = 500
_KEPT = 0.97
_SURE_PRECISION = 0.95
_CHOICE_PRECISION = 0.6
_SEED = "calibration"
_Scores = NDArray[np.float64]


class Thresholds(Struct, frozen=True):
    """Borders between the outcomes of a search, on the scale of its scores.

    Attributes:
        nothing: below it nothing is close enough.
        sure: from it on the best hit is right for 95 of 100 aliases.
        margin: below `sure`, hits nearer to each other than this are a choice.
        near: a cosine to one passage that is enough by itself: terms which a single sentence of the
            bank explains. 1 in an index built before there was such a border.
    """

    nothing: float
    sure: float
    margin: float
    near: float = 1.0


class Trial(Struct, frozen=True):
    """One search with a known right answer: best score, its lead, and whether it was right."""

    score: float
    lead: float
    right: bool


UNCALIBRATED = Thresholds(nothing=0.25, sure=0.5, margin=0.02)
"""For an index too small to calibrate on."""


def foreign_queries() -> list[str]:
    """Questions from other fields."""
    from importlib.resources import files

    text = files("index").joinpath("other_fields.txt").read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def sample(count: int) -> list[int]:
    """Which of so many aliases are tried: at most 500, always the same ones."""
    if count <= SAMPLE:
        return list(range(count))
    return sorted(random.Random(_SEED).sample(range(count), SAMPLE))


def fit(own: Sequence[Trial], foreign: Sequence[tuple[float, float]]) -> Thresholds:
    """Thresholds from searches of aliases, and best scores and cosines of foreign queries.

    `nothing` lies between what foreign queries reach and what aliases reach, and loses at most 3 % of
    the aliases that find their question. No foreign query that it keeps out reaches `near`.
    """
    right = np.array([trial.score for trial in own if trial.right])
    if len(right) < 20 or not len(foreign):
        return UNCALIBRATED
    kept = float(np.quantile(right, 1 - _KEPT))
    nothing = _best_border(right, np.array([score for score, _ in foreign]), kept)
    kept_out = [cosine for score, cosine in foreign if score < nothing]
    sure = _lowest(
        sorted({trial.score for trial in own}),
        lambda border: _precision([t for t in own if t.score >= border]) >= _SURE_PRECISION,
    )
    unsure = [trial for trial in own if nothing <= trial.score < sure]
    margin = _lowest(
        sorted({round(trial.lead, 3) for trial in unsure} | {0.0}),
        lambda border: (
            _precision([t for t in unsure if border <= t.lead < border + 0.02]) >= _CHOICE_PRECISION
        ),
    )
    return Thresholds(
        round(nothing, 4), round(max(sure, nothing), 4), round(margin, 4), _near(kept_out)
    )


def _near(kept_out: Sequence[float]) -> float:
    """The cosine that is enough, a hundredth above those of queries that must get no answer."""
    return round(min(1.0, max(kept_out, default=1.0) + 0.01), 4)


def _best_border(right: _Scores, foreign: _Scores, limit: float) -> float:
    """The border up to `limit` with the fewest errors, as shares of both kinds."""
    scores = np.unique(np.concatenate([right, foreign, [limit]]))
    # Halfway between neighboring scores, so that no score lies on a border.
    borders = (scores[:-1] + scores[1:]) / 2 if len(scores) > 1 else scores
    borders = borders[borders <= limit] if (borders <= limit).any() else np.array([limit])
    errors = [(right < border).mean() + (foreign >= border).mean() for border in borders]
    return float(borders[int(np.argmin(errors))])


def _precision(trials: Sequence[Trial]) -> float:
    return sum(trial.right for trial in trials) / len(trials) if trials else 1.0


def _lowest(borders: Sequence[float], holds: Callable[[float], bool]) -> float:
    """The first border for which something holds; the last where it holds for none."""
    return next((border for border in borders if holds(border)), borders[-1] if borders else 0.0)
