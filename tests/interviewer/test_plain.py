"""The line front end: whole interviews through a pipe."""

import json
from pathlib import Path

from tests.interviewer.conftest import Run

ANSWERS = (
    "In bagging every model is trained on its own bootstrap sample, independently of the others, "
    "and their predictions are averaged.",
    "Boosting trains them one after another, each on the mistakes of the ones before.",
)


def test_scripted_interview_with_probe_and_report(
    cli: Run, built_home: Path, tmp_path: Path
) -> None:
    bank = tmp_path / "one"
    done = cli("chat", "--topic", "Algorithms", "--questions", "2", "--seed", "4", "--mode",
               "interview", stdin="/repeat\nI think it depends on the data.\nmaybe\n/skip\n",
               at=built_home)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not bank.exists()
    first = done.stdout.index("[1/2]")
    second = done.stdout.index("[2/2]")
    report = done.stdout.index("# Report")
    assert first < second < report
    assert done.stdout.count("[1/2]") == 2  # asked, and repeated
    assert done.stderr == ""


def test_end_of_input_ends_with_a_report(cli: Run, built_home: Path) -> None:
    done = cli("chat", "--seed", "1", stdin="", at=built_home)
    assert done.returncode == 0
    assert "# Report" in done.stdout
    assert "Nothing was graded" in done.stdout


def test_backslash_goes_on_in_the_next_line(cli: Run, built_home: Path) -> None:
    done = cli("chat", "--seed", "1", "--json", stdin="first half\\\nsecond half\n", at=built_home)
    session = json.loads(done.stdout)["session"]
    heard = [turn["text"] for turn in session["turns"] if turn["speaker"] == "candidate"]
    assert heard[0] == "first half\nsecond half"


def test_ask_in_the_middle_and_back(cli: Run, built_home: Path) -> None:
    script = "/ask kernel trick\n/ask\n/related\n"
    done = cli("chat", "--topic", "Optimization", "--seed", "2", stdin=script, at=built_home)
    assert "Support Vector Machines" in done.stdout
    assert "Say what to look up: /ask TEXT" in done.stdout
    # After the answer and after the related questions the open question stands again.
    first = next(line for line in done.stdout.splitlines() if line.startswith("[1/5]"))
    asked = first.partition("Optimization. ")[2]
    assert done.stdout.count(asked) == 3


def test_same_seed_same_transcript(cli: Run, built_home: Path) -> None:
    script = "\n".join([*ANSWERS, "/hint", "w[i] [/b]", "🎉", "idk", ""])
    one = cli("chat", "--seed", "11", stdin=script, at=built_home)
    two = cli("chat", "--seed", "11", stdin=script, at=built_home)
    other = cli("chat", "--seed", "12", stdin=script, at=built_home)
    assert one.stdout == two.stdout
    assert one.stdout != other.stdout


def test_first_question_needs_no_index(cli: Run, home: Path) -> None:
    done = cli("chat", "--seed", "3", "--questions", "1", stdin="I don't know.\n")
    assert done.returncode == 0, done.stderr
    assert "[1/1]" in done.stdout
    assert "You said you don't know" in done.stdout


def test_every_choice_by_flags(cli: Run, built_home: Path) -> None:
    script = "I worked on ranking for two years.\nIt depends on the data, I think.\n3\n"
    done = cli("chat", "--mode", "drill", "--topic", "Optimization", "--persona", "demanding",
               "--minutes", "10", "--warm-up", "--self-rating", "--date", "2999-01-01", "--json",
               "--seed", "3", stdin=script, at=built_home)  # fmt: skip
    assert done.returncode == 0, done.stderr
    session = json.loads(done.stdout)["session"]
    assert session["settings"]["date"] == "2999-01-01"
    assert session["settings"]["minutes"] == 10
    assert {turn["phase"] for turn in session["turns"]} == {"opening", "warm_up", "core", "wrap_up"}
    assert 1 < len(session["plan"]) < 5


def test_modes_that_need_a_past_say_so(cli: Run) -> None:
    for mode, told in (("review", "Nothing is due"), ("drill", "A drill needs a topic")):
        done = cli("chat", "--mode", mode)
        assert done.returncode == 1
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_requests_in_free_words(cli: Run, built_home: Path) -> None:
    script = "could you repeat the question please?\ncan you give me a hint?\nlet's stop here\nx\n"
    done = cli("chat", "--seed", "5", stdin=script, at=built_home)
    assert done.stdout.count("[1/5]") == 2
    assert "10 %" in done.stdout
    assert "# Report" in done.stdout


def test_the_date_is_counted_in_days() -> None:
    import datetime

    from interviewer.wiring import days_until

    today = datetime.date.today()
    assert days_until(today.isoformat()) == 0
    assert days_until((today + datetime.timedelta(days=9)).isoformat()) == 9
    assert days_until("2001-01-01") == 0


def test_the_clock_runs_only_where_minutes_count() -> None:
    from interviewer.engine.state import Settings
    from interviewer.session_clock import clock_of

    still = clock_of(Settings())
    assert (still(), still()) == (0.0, 0.0)
    assert clock_of(Settings(minutes=5))() >= 0
