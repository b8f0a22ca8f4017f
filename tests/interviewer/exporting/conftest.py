"""A kept history in which everything occurs, with texts that try to break out."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from interviewer.paths import Paths
from interviewer.progress.overview import Overview, overview
from interviewer.schedule.preferences import set_interview
from interviewer.schedule.reviewing import take_reviews
from interviewer.store.opening import open_store
from interviewer.store.records import Marks
from interviewer.store.store import Store
from tests.interviewer.store.stories import QUESTIONS, START, SetClock, advanced, begun

RAGGED = "<script>alert(1)</script> moon & [x](javascript:alert(2)) ![p](http://evil/p.png) \x1b[31m \u202e"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def places(tmp_path: Path) -> Paths:
    return Paths(*(tmp_path / "home" / name for name in ("config", "data", "cache")))


@pytest.fixture
def store(places: Paths, clock: SetClock) -> Store:
    """Three sessions on three days, the last one open; closed by nobody, since wiping tests need it."""
    store = open_store(places.history, clock)
    for days, texts in ((9, ("two", "two", "two")), (8, ("two", RAGGED, "/skip")), (7, ("two",))):
        clock.set(START - timedelta(days=days))
        kept = store.sessions.begin(begun(), QUESTIONS.values())
        for text in texts:
            kept = store.sessions.hear(kept, text)
            kept = store.sessions.keep(kept, advanced(kept.session, text))
    clock.set(START)
    store.marking.rename(2, "<b>Tuesday</b>")
    store.marking.mark_session(2, Marks(note="See <i>this</i> again"))
    set_interview(store, date(2026, 12, 6), START.date())
    take_reviews(store)
    return store


@pytest.fixture
def seen(store: Store, clock: SetClock) -> Overview:
    return overview(store, QUESTIONS, clock())
