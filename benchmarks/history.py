"""A long history: `python -m benchmarks.history --sessions 10000`.

Fills a store with sessions over the built-in bank and times what the person waits for, warm, in one process.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.tables import markdown
from corpus.banks import Bank
from corpus.loading import load_bank
from corpus.models import Question
from interviewer.engine.feedback import feedback
from interviewer.engine.state import (
    VALUE,
    Asked,
    Assessment,
    Planned,
    PointVerdict,
    Session,
    Settings,
    Turn,
)
from interviewer.exporting.markdown import session_markdown
from interviewer.exporting.telling import told
from interviewer.exporting.web import session_html
from interviewer.progress.overview import overview
from interviewer.recalling import recalled
from interviewer.schedule.memory import replayed
from interviewer.schedule.rating import rating_of
from interviewer.schedule.reviewing import take_reviews
from interviewer.store.database import Database, connect
from interviewer.store.migrations import migrate
from interviewer.store.moments import stamp
from interviewer.store.opening import open_store
from interviewer.store.records import Review
from interviewer.store.store import Store

QUESTIONS = 5
ROUNDS = 15
_LATEST_REVIEWS = 10


class Clock:
    """Ten sessions a day, the last today."""

    def __init__(self, sessions: int) -> None:
        self.now = datetime.now(UTC) - timedelta(hours=2.4 * sessions)

    def __call__(self) -> datetime:
        return self.now


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    sessions = parser.parse_args().sessions
    bank = load_bank()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "history.db"
        clock = Clock(sessions)
        start = time.perf_counter()
        connection = connect(file)
        migrate(connection)
        # A machine that fails in the middle of a benchmark loses a benchmark.
        connection.execute("PRAGMA synchronous = OFF")
        with Store(Database(connection, file, clock)) as filling:
            _fill(filling, bank, clock, sessions)
        filled = time.perf_counter() - start
        start = time.perf_counter()
        store = open_store(file, clock)
        opened = 1000 * (time.perf_counter() - start)
        rows = [("open the file, once", f"{opened:.0f}", f"{opened:.0f}", "")]
        for name, call in _waits(store, bank, clock, sessions).items():
            rows.append((name, *_times(call)))
        store.close()
        size = file.stat().st_size / 1e6
    print(f"{sessions} sessions, {size:.0f} MB, filled in {filled:.0f} s\n")
    print(markdown(("warm", "p50 ms", "worst ms", "of the processor, p50 ms"), rows))


def _waits(
    store: Store, bank: Bank, clock: Clock, sessions: int
) -> dict[str, Callable[[], object]]:
    questions = bank.by_id
    middle = sessions // 2
    return {
        "the newest 20 sessions": lambda: store.sessions.rows(limit=20),
        "open sessions": lambda: store.sessions.rows(open_only=True),
        "home screen: what is due, trend, calendar, changes": lambda: overview(
            store, questions, clock()
        ),
        "begin: what planning may know": lambda: recalled(store, bank, clock()),
        "begin: answers that the schedule has not seen": lambda: take_reviews(store),
        "search a rare word": lambda: store.search.turns("heteroscedastic"),
        "search a common word": lambda: store.search.turns("the"),
        "search three words": lambda: store.search.turns("gradient learning rate"),
        "report as Markdown": lambda: session_markdown(told(store, middle, {})),
        "report as HTML": lambda: session_html(told(store, middle, {})),
        "keep a turn": lambda: _turn(store, middle),
    }


def _turn(store: Store, session_id: int) -> None:
    kept = store.sessions.load(session_id)
    store.sessions.keep(store.sessions.hear(kept, "one more"), kept.session)


def _fill(store: Store, bank: Bank, clock: Clock, sessions: int) -> None:
    chance = random.Random(1)
    asked = [question for question in bank.questions if question.has_rubric]
    for number in range(sessions):
        clock.now += timedelta(hours=2.4)
        chosen = chance.sample(asked, QUESTIONS)
        session = _session(chosen, chance, done=number < sessions - 3)
        kept = store.sessions.begin(session, chosen)
        if number % 100 == 0:
            store.sessions.keep(kept, session)
    _review(store)


def _session(chosen: list[Question], chance: random.Random, *, done: bool) -> Session:
    asked, turns = [], []
    for question in chosen:
        sentences = (question.answer or question.text).split(". ")
        answer = ". ".join(chance.sample(sentences, min(3, len(sentences))))
        said = [chance.choice(tuple(VALUE)) for _ in question.key_points]
        verdicts = tuple(
            PointVerdict(
                point_id=point.id,
                verdict=verdict,
                credit=VALUE[verdict],
                similarity=round(chance.random(), 3),
                quote=answer[:60],
            )
            for point, verdict in zip(question.key_points, said, strict=True)
        )
        heard = sum(one.verdict == "covered" for one in verdicts)
        assessment = Assessment(points=verdicts, score=heard / len(verdicts), confidence=0.5)
        asked.append(
            Asked(question_id=question.id, answers=(answer,), assessment=assessment, closed=True)
        )
        for speaker, kind, text in (
            ("interviewer", "question", question.spoken),
            ("candidate", "answer", answer),
            ("interviewer", "feedback", feedback(question, assessment)),
        ):
            turns.append(Turn(speaker=speaker, kind=kind, text=text, question_id=question.id))
    return Session(
        settings=Settings(questions=QUESTIONS),
        plan=tuple(Planned(question_id=question.id) for question in chosen),
        asked=tuple(asked),
        turns=tuple(turns),
        phase="done" if done else "core",
    )


def _review(store: Store) -> None:
    """Every review; cards from the latest of each question, since replaying thousands takes long."""
    by_question: dict[str, list[Review]] = {}
    rows = store.cards.unreviewed()
    with store.database.writing() as connection:
        for number, row in enumerate(rows, 1):
            rating = rating_of(row.asked)
            assert rating is not None
            review = Review(id=number, question_id=row.asked.question_id, at=row.at, rating=rating)
            by_question.setdefault(review.question_id, []).append(review)
            connection.execute(
                "INSERT INTO reviews (question_id, at, rating, session_id, position) "
                "VALUES (?, ?, ?, ?, ?)",
                (review.question_id, stamp(review.at), rating, row.session_id, row.position),
            )
    latest = (reviews[-_LATEST_REVIEWS:] for reviews in by_question.values())
    store.cards.put([replayed(reviews, 0.9) for reviews in latest])


def _times(call: Callable[[], object]) -> tuple[str, str, str]:
    """Milliseconds: the middle and the worst by the wall, and the middle of the processor alone."""
    call()
    wall, processor = [], []
    for _ in range(ROUNDS):
        start, worked = time.perf_counter(), time.process_time()
        call()
        processor.append(1000 * (time.process_time() - worked))
        wall.append(1000 * (time.perf_counter() - start))
    figures = (statistics.median(wall), max(wall), statistics.median(processor))
    return tuple(f"{figure:.0f}" for figure in figures)  # type: ignore[return-value]


if __name__ == "__main__":
    main()
