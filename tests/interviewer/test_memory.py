"""What the line front end remembers: whole stories through real processes, and what planning recalls."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from interviewer.engine.session import advance, begin
from interviewer.engine.state import Settings
from interviewer.memory import LAST, Memory
from interviewer.schedule.preferences import set_interview
from interviewer.store.moments import local_clock
from interviewer.store.opening import open_reading, open_store
from interviewer.store.records import Marks
from interviewer.wiring import Services
from tests.interviewer.conftest import Run

ANSWER = "Units are switched off at random, so that they do not rely on each other."


def shown(cli: Run, *arguments: str) -> Any:
    done = cli(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def forgetful(services: Services) -> tuple[Memory, list[str]]:
    told: list[str] = []
    return Memory(services, told.append), told


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_killed_in_the_middle_and_gone_on_with_to_the_report(
    cli: Run, repo: Path, home: Path
) -> None:
    """Two of three questions are left when the process is killed; no seed is given to `resume`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "interviewer", "chat", "--seed", "7", "--questions", "3"],
        cwd=repo,
        env={**os.environ, "INTERVIEWER_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("/skip\n")
    process.stdin.flush()
    second = ""
    while "[2/3]" not in second:
        second = process.stdout.readline()
        assert second
    process.kill()
    process.communicate(timeout=60)

    assert [row["open"] for row in shown(cli, "sessions")] == [True]
    done = cli("resume", stdin="/skip\n/skip\n")
    assert done.returncode == 0, done.stderr
    assert second.strip() in done.stdout
    assert "[1/3]" not in done.stdout
    assert done.stdout.index("[3/3]") < done.stdout.index("# Report")
    whole = cli("chat", "--seed", "7", "--questions", "3", "--json", stdin="/skip\n" * 3)
    turns = json.loads(whole.stdout)["session"]["turns"]
    assert shown(cli, "report", "1")["session"]["turns"] == turns
    for arguments, told in ((("1",), "Session 1 is over"), (("9",), "There is no session 9")):
        again = cli("resume", *arguments)
        assert again.returncode == 1
        assert told in again.stderr
    assert "No session is open" in cli("resume").stderr


def test_a_finished_session_moves_the_schedule_and_the_next_plan(
    fresh_services: Services,
) -> None:
    services, settings = fresh_services, Settings(topics=("Deep Learning",), questions=2, seed=1)
    memory, told = forgetful(services)
    session = begin(services.bank, settings, memory.history(settings))
    memory.begin(session)
    for text in (ANSWER, "/skip", "/end"):
        memory.hear(text)
        session = advance(session, text, services)
        memory.keep(session)
    memory.close()
    assert told == []
    first, second = (planned.question_id for planned in session.plan)
    with open_store(services.paths.history, local_clock) as store:
        assert [review.question_id for review in store.cards.all_reviews()] == [first]
        today = local_clock().date()
        set_interview(store, today + timedelta(days=60), today)
        store.marking.mark_question("dropout-purpose", Marks(suspended=True))

    known = Memory(services, told.append).history(settings)
    assert known.recent == (second, first, "dropout-purpose")
    assert known.days_left == 60
    assert list(known.attempts) == [first]
    assert known.attempts[first].answers == session.asked[0].answers
    missed = [point_id for name, point_id in known.missed if name == first]
    judged = session.asked[0].counted
    assert judged is not None
    assert set(missed) == {one.point_id for one in judged.points if one.verdict == "missed"}
    weights = [services.bank.by_id[first].key_point(point_id).weight for point_id in missed]
    assert weights == sorted(weights, reverse=True)

    planned = begin(services.bank, settings, known).plan
    assert {first, second}.isdisjoint(one.question_id for one in planned)
    repeatable = Memory(services, told.append, repeatable=True)
    assert begin(services.bank, settings, repeatable.history(settings)).plan == session.plan


def test_a_changed_bank_does_not_change_an_open_session(fresh_services: Services) -> None:
    services, settings = fresh_services, Settings(topics=("Deep Learning",), questions=1, seed=1)
    memory, _ = forgetful(services)
    session = begin(services.bank, settings)
    memory.begin(session)
    memory.hear("/skip")
    memory.close()
    later = Services(services.paths)
    gone = {planned.question_id for planned in session.plan}
    later.bank = type(services.bank)(
        tuple(one for one in services.bank.questions if one.id not in gone), services.bank.concepts
    )
    resumed, draft = forgetful(later)[0].resume(LAST, later)
    assert resumed == advance(session, "/skip", services)
    assert draft == ""


def test_nothing_said_leaves_nothing_kept(fresh_services: Services) -> None:
    memory, _ = forgetful(fresh_services)
    memory.begin(begin(fresh_services.bank, Settings(questions=1)))
    memory.close()
    with open_reading(fresh_services.paths.history, local_clock) as store:
        assert store.sessions.count() == 0


def test_a_store_that_fails_in_the_middle_is_told_once(fresh_services: Services) -> None:
    memory, told = forgetful(fresh_services)
    session = begin(fresh_services.bank, Settings(questions=1))
    memory.begin(session)
    fresh_services.paths.history.unlink()
    for _ in range(2):
        memory.hear("moon")
        memory.keep(session)
    assert len(told) == 1
    assert "not remembered" in told[0]
    assert not memory.keeps


def test_what_another_version_kept_stops_no_interview(fresh_services: Services) -> None:
    memory, _ = forgetful(fresh_services)
    session = begin(fresh_services.bank, Settings(questions=1))
    memory.begin(session)
    memory.hear(ANSWER)
    memory.keep(advance(advance(session, ANSWER, fresh_services), "/end", fresh_services))
    memory.close()
    with (
        open_store(fresh_services.paths.history, local_clock) as store,
        store.database.writing() as connection,
    ):
        connection.execute("DELETE FROM reviews")
        connection.execute("UPDATE asked SET record = replace(record, 'covered', 'sung')")
        connection.execute("UPDATE asked SET record = replace(record, 'missed', 'sung')")
    later, told = forgetful(fresh_services)
    later.begin(session)
    assert len(told) == 1
    assert "Session 1 was kept by another version" in told[0]
    assert not later.keeps


def test_a_session_in_two_windows_is_never_overwritten(fresh_services: Services) -> None:
    here, told = forgetful(fresh_services)
    session = begin(fresh_services.bank, Settings(questions=2))
    here.begin(session)
    here.hear("/repeat")
    here.keep(advance(session, "/repeat", fresh_services))
    there, _ = forgetful(fresh_services)
    resumed, _ = there.resume(1, fresh_services)
    there.hear("/skip")
    there.keep(advance(resumed, "/skip", fresh_services))
    here.hear("/end")
    here.keep(session)
    assert len(told) == 1
    assert "gone on with in another window" in told[0]
    with open_reading(fresh_services.paths.history, local_clock) as store:
        assert store.sessions.load(1).session == advance(resumed, "/skip", fresh_services)


def test_a_home_that_cannot_be_written_stops_no_interview(cli: Run, home: Path) -> None:
    home.mkdir(parents=True)
    (home / "data").write_text("in the way", "utf-8")
    done = cli("chat", "--seed", "1", "--questions", "1", stdin="/skip\n")
    assert done.returncode == 0
    assert "# Report" in done.stdout
    assert done.stderr.count("not remembered") == 1
    assert "Traceback" not in done.stderr
