"""The history on the command line, filled by the real engine through the store's seam."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from interviewer.engine.session import advance, begin
from interviewer.engine.state import Session, Settings
from interviewer.store.opening import open_store
from interviewer.store.resuming import resume_session
from interviewer.wiring import Services
from tests.interviewer.conftest import Run
from tests.interviewer.store.stories import START, SetClock

TEXTS = ("Units are switched off at random.", "/hint", "I don't know", "/skip", "/end")
Filled = tuple[Services, list[Session]]


@pytest.fixture
def filled(fresh_services: Services) -> Filled:
    """Two sessions in the test's home: one that was ended, one killed between hearing and judging."""
    bank, states = fresh_services.bank, []
    with open_store(fresh_services.paths.history, SetClock(START)) as store:
        for seed, texts in ((1, TEXTS), (2, TEXTS[:1])):
            session = begin(bank, Settings(topics=("Deep Learning",), questions=3, seed=seed))
            kept = store.sessions.begin(
                session, [bank.by_id[one.question_id] for one in session.plan]
            )
            for text in texts:
                kept = store.sessions.hear(kept, text)
                kept = store.sessions.keep(kept, advance(kept.session, text, fresh_services))
            states.append(kept.session)
        store.sessions.hear(kept, "Dropout makes the units independent.")
    return fresh_services, states


def test_the_real_engine_goes_on_at_the_very_turn(filled: Filled) -> None:
    services, (ended, stopped) = filled
    with open_store(services.paths.history, SetClock(START)) as store:
        assert store.sessions.load(1).session == ended
        kept = store.sessions.questions(2)
        assert list(kept) == [one.question_id for one in stopped.plan]
        resumed = resume_session(store, 2, lambda session, text: advance(session, text, services))
        expected = advance(stopped, "Dropout makes the units independent.", services)
        assert resumed.session == expected


def shown(cli: Run, *arguments: str) -> Any:
    done = cli(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_sessions_are_listed_named_marked_searched_and_deleted(filled: Filled, cli: Run) -> None:
    listed = cli("sessions").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["2", "1"]
    assert "open" in listed[0].split()
    assert [row["id"] for row in shown(cli, "sessions", "--open")] == [2]
    for arguments in (
        ("rename", "1", "Monday"),
        ("note", "last", "look at [this]"),
        ("mark", "last", "flag"),
        ("mark", "1", "bookmark"),
        ("mark", "1", "bookmark", "--off"),
    ):
        assert cli("sessions", *arguments).returncode == 0
    second, first = shown(cli, "sessions")
    assert (first["name"], first["bookmarked"]) == ("Monday", False)
    assert (second["note"], second["flagged"]) == ("look at [this]", True)
    found = shown(cli, "sessions", "search", "switched", "off")
    assert {turn["session_id"] for turn in found["turns"]} == {1, 2}
    assert "Nothing was found" in cli("sessions", "search", "zebra").stdout
    assert cli("sessions", "delete", "1").returncode == 2
    assert cli("sessions", "delete", "1", "--yes").returncode == 0
    assert [row["id"] for row in shown(cli, "sessions")] == [2]
    gone = cli("report", "1")
    assert (gone.returncode, "no session 1" in gone.stderr) == (1, True)


def test_report_in_every_format(filled: Filled, cli: Run, tmp_path: Path) -> None:
    text = cli("report", "1").stdout
    assert text.startswith("# Session 1\n")
    assert "## Report" in text
    record = shown(cli, "report", "last")
    assert (record["id"], record["open"]) == (2, True)
    page = tmp_path / "report.html"
    done = cli("report", "1", "--format", "html", "--output", str(page))
    assert (done.returncode, done.stdout) == (0, "")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    refused = cli("report", "1", "--output", "/no/such/folder/x.md")
    assert refused.returncode == 1
    assert "/no/such/folder/x.md cannot be written" in refused.stderr


def test_review_and_progress(filled: Filled, cli: Run) -> None:
    record = shown(cli, "review", "--interview", "2999-01-01", "--retention", "0.8")
    assert record["forecast"]["interview"] == "2999-01-01"
    (review,) = record["reviews"]
    assert review["rating"] == "again"
    corrected = shown(cli, "review", "--correct", str(review["id"]), "easy")
    assert corrected["reviews"][0]["corrected"] == "easy"
    back = shown(cli, "review", "--correct", str(review["id"]), "none", "--interview", "none")
    assert (back["reviews"][0]["corrected"], back["forecast"]) == (None, None)
    assert "never answered." in cli("review").stdout
    assert cli("progress").stdout.startswith("# Progress\n\n2 sessions, ")
    progress = shown(cli, "progress")
    assert progress["trend"]["direction"] is None
    assert progress["topics"][0]["name"] == "Deep Learning"
    new = progress["new"]
    assert shown(cli, "review", "--suspend", "dropout")["new"] in (new, new - 1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review", "--interview", "soon"], "2026-12-06"),
        (["review", "--correct", "1", "great"], "again, hard, good, easy"),
        (["review", "--limit", "0"], "a number from 1"),
        (["report", "first"], "or last"),
        (["report", "-1"], "report"),
        (["sessions", "--limit", "x"], "a number from 1"),
        (["sessions", "mark", "1", "love"], "bookmark"),
        (["wipe"], ""),
        (["restore"], "file"),
        (["export"], "KIND"),
    ],
)
def test_usage_and_nothing_made(cli: Run, home: Path, arguments: list[str], says: str) -> None:
    done = cli(*arguments)
    assert done.returncode == (0 if arguments == ["wipe"] else 2), done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["sessions"], 0, "no sessions yet"),
        (["sessions", "search", "x"], 0, "Nothing was found"),
        (["report", "last"], 1, "There is no session yet"),
        (["report", "3"], 1, "There is no session 3"),
        (["restore", "nothing.zip", "--yes"], 1, "There is no file nothing.zip"),
        (["export", "deck", "deck.txt"], 1, "ends in .apkg"),
        (["wipe", "--yes"], 0, "nothing to delete"),
    ],
)
def test_an_empty_home(cli: Run, home: Path, arguments: list[str], status: int, says: str) -> None:
    done = cli(*arguments)
    assert (done.returncode, says in done.stdout + done.stderr) == (status, True), done
    assert not (home / "data" / "history.db").exists()


def test_retention_out_of_range_and_past_interview(filled: Filled, cli: Run) -> None:
    for arguments, says in (
        (("--retention", "2"), "0.7 to 0.97"),
        (("--interview", "2001-01-01"), "2001-01-01 is over"),
        (("--correct", "77", "good"), "no review 77"),
        (("--suspend", "no-such-question"), "no-such-question"),
    ):
        done = cli("review", *arguments)
        assert (done.returncode, says in done.stderr) == (1, True), done


def test_there_and_back_and_away(filled: Filled, cli: Run, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    assert shown(cli, "backup", str(file))["sessions"] == 2
    again = cli("backup", str(file))
    assert (again.returncode, "is there already" in again.stderr) == (1, True)
    refused = cli("wipe")
    assert (refused.returncode, "--yes" in refused.stderr) == (2, True)
    assert str(home / "data" / "history.db") in shown(cli, "wipe", "--yes")["deleted"]
    assert shown(cli, "sessions") == []
    assert cli("restore", str(file)).returncode == 2
    assert shown(cli, "restore", str(file), "--yes")["sessions"] == 2
    assert [row["id"] for row in shown(cli, "sessions")] == [2, 1]
    assert cli("wipe", "--all", "--yes").returncode == 0
    assert list(home.rglob("*")) == []


def test_everything_as_files(filled: Filled, cli: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert shown(cli, "export", "all", str(folder))["sessions"] == 2
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.*")) == [
        "progress.html",
        "progress.json",
        "progress.md",
        "questions.apkg",
        "sessions/00001.html",
        "sessions/00001.json",
        "sessions/00001.md",
        "sessions/00002.html",
        "sessions/00002.json",
        "sessions/00002.md",
        "weak-points.apkg",
    ]
    notes = shown(cli, "export", "deck", str(folder / "x.apkg"), "--topic", "Deep Learning")
    assert 0 < notes["notes"] < 60


def test_a_damaged_history_is_told_on_stderr(filled: Filled, cli: Run, home: Path) -> None:
    file = home / "data" / "history.db"
    cli("sessions", "rename", "1", "x")
    data = file.read_bytes()
    file.write_bytes(b"\xff" * 100 + data[100:])
    done = cli("sessions", "--json")
    assert "was damaged" in done.stderr
    assert "set aside as history.db.damaged-" in done.stderr
    assert len(json.loads(done.stdout)) == 2


def test_looking_at_the_history_imports_nothing_heavy(
    filled: Filled, home: Path, repo: Path
) -> None:
    code = (
        "import sys\nfrom interviewer.cli import main\n"
        "main(['sessions']); main(['report', '1'])\n"
        "print('MODULES', *{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repo, capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.splitlines()[-1].split())
    assert modules.isdisjoint(
        {"numpy", "torch", "textual", "onnxruntime", "faiss", "genanki", "markdown_it"}
    )
