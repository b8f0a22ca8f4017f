"""The command line as processes: data on stdout, words on stderr, exit statuses, bad input."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import interviewer
from tests.interviewer.conftest import Run

RAGGED = "w[i] [/b] {x} \x1b[31m 🎉 \u202e"


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_version(cli: Run) -> None:
    done = cli("--version")
    assert (done.returncode, done.stdout) == (0, f"interviewer {interviewer.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["ask"],
        ["ask", "x", "--batch", "-"],
        ["related"],
        ["assess"],
        ["chat", "--questions", "0"],
        ["chat", "--questions", "many"],
        ["chat", "--level", "9"],
        ["chat", "--role", "chef"],
        ["chat", "--mode", "sleep"],
        ["chat", "--persona", "rude"],
        ["chat", "--minutes", "0"],
        ["chat", "--minutes", "9999"],
        ["chat", "--date", "tomorrow"],
        ["chat", "--date", "2026-02-30"],
        ["index"],
        ["bank", "show"],
    ],
)
def test_usage_is_status_2_with_words_on_stderr(cli: Run, arguments: list[str]) -> None:
    done = cli(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_no_terminal_no_screen(cli: Run) -> None:
    done = cli()
    assert done.returncode == 2
    assert "interviewer chat" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["chat", "--topic", "Cooking"], "Fundamentals of Machine Learning"),
        (["bank", "show", "no-such-question"], "no-such-question"),
        (["related", "no-such-question"], "no-such-question"),
        (["assess", "--question", "no-such-question"], "no-such-question"),
        (["bank", "list", "--topic", "Cooking"], "Cooking"),
        (["bank", "check", "/no/such/place"], "/no/such/place"),
        (["ask", "--batch", "/no/such/file"], "/no/such/file"),
    ],
)
def test_a_problem_is_one_sentence_and_status_1(cli: Run, arguments: list[str], says: str) -> None:
    done = cli(*arguments)
    assert done.returncode == 1
    assert says in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_ask_finds_and_ranks(cli: Run, built_home: Path) -> None:
    done = cli("ask", "kernel", "trick", "--json", at=built_home)
    record = json.loads(done.stdout)
    assert list(record) == ["query", "outcome", "ranked"]
    assert (record["query"], record["outcome"]) == ("kernel trick", "answer")
    texts = [text for text, _ in record["ranked"]]
    scores = [score for _, score in record["ranked"]]
    assert texts[0] == "Explain Support Vector Machines (SVM). What is the kernel trick?"
    assert len(texts) >= 10
    assert len(set(texts)) >= 9  # the list holds one text twice
    assert scores == sorted(scores, reverse=True)


def test_ask_in_words_shows_the_answer(cli: Run, built_home: Path) -> None:
    done = cli("ask", "kernel trick", at=built_home)
    assert done.returncode == 0
    assert "support vectors" in done.stdout
    related = done.stdout[done.stdout.index("Related:") :].splitlines()[1:]
    assert len(related) == 5
    assert all(line.startswith("- ") and line.endswith(")") for line in related)


def test_ask_says_when_nothing_is_close_and_offers_choices(cli: Run, built_home: Path) -> None:
    nothing = cli("ask", "how do I prune an apple tree in spring", at=built_home)
    assert nothing.returncode == 0
    assert nothing.stdout.startswith("Nothing in the bank is close to that.")
    assert "Nearest topics: " in nothing.stdout
    record = json.loads(cli("ask", "sonata form in music", "--json", at=built_home).stdout)
    assert record["outcome"] == "nothing"
    assert len(record["ranked"]) == 10


def test_batches_keep_their_order(cli: Run, built_home: Path, tmp_path: Path) -> None:
    queries = ["kernel trick", RAGGED, "dropout", "kernel trick"]
    lines = "".join(json.dumps({"query": query}) + "\n" for query in queries)
    piped = records(cli("ask", "--batch", "-", stdin=lines, at=built_home).stdout)
    assert [record["query"] for record in piped] == queries
    assert piped[0] == piped[3]
    file = tmp_path / "queries.jsonl"
    file.write_text(lines + "\n\n", "utf-8")
    assert records(cli("ask", "--batch", str(file), at=built_home).stdout) == piped


def test_related_leaves_out_the_question_and_its_twin(cli: Run, built_home: Path) -> None:
    done = cli("related", "gradient-descent", "--json", at=built_home)
    texts = [text for text, _ in json.loads(done.stdout)["ranked"]]
    assert len(texts) >= 10
    assert "What is gradient descent? How does it work?" not in texts
    by_text = cli("related", "what is  GRADIENT descent? how does it work?", at=built_home)
    assert by_text.stdout.splitlines()[0].startswith(f"- {texts[0]}  (next step: ")
    reasons = json.loads(done.stdout)["reasons"]
    assert len(reasons) == len(texts)
    assert {item["reason"] for item in reasons} <= {
        "next step",
        "same concept",
        "prerequisite",
        "contrast",
        "near in meaning",
    }


def test_related_to_several_at_once(cli: Run, built_home: Path) -> None:
    text = "What is the difference between bagging and boosting?"
    done = cli("related", "dropout", text, at=built_home)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 10
    assert not any(line.startswith(f"- {text}") for line in lines)
    assert any(line.endswith(f"; with: {text})") for line in lines)
    assert any(
        line.endswith("; with: What is dropout, and why is it effective?)") for line in lines
    )
    record = json.loads(cli("related", "dropout", text, "--json", at=built_home).stdout)
    assert record["query"] == ["dropout", text]
    for line, (found, _), reason in zip(lines, record["ranked"], record["reasons"], strict=True):
        assert line.startswith(f"- {found}  ({reason['reason']}")
        assert line.endswith(f"; with: {reason['with']})")
    asked = "".join(json.dumps({"query": q}) + "\n" for q in (["dropout", text], "dropout"))
    several, one = records(cli("related", "--batch", "-", stdin=asked, at=built_home).stdout)
    assert several == record
    assert (one["query"], "with" in one["reasons"][0]) == ("dropout", False)


def test_related_names_the_question_that_is_not_there(cli: Run, built_home: Path) -> None:
    one_of_two = cli("related", "dropout", "no-such-question", at=built_home)
    assert "'no-such-question'" in one_of_two.stderr
    unquoted = cli("related", "what", "is", "droput", at=built_home)
    assert "'what is droput'" in unquoted.stderr
    lines = '{"query": ["dropout"]}\n{"query": ["dropout", 3]}\n{"query": []}\n'
    batch = cli("related", "--batch", "-", stdin=lines, at=built_home)
    assert len(records(batch.stdout)) == 1
    assert """standard input:2: found ["dropout", 3] in the field 'query'""" in batch.stderr
    assert [done.returncode for done in (one_of_two, unquoted, batch)] == [1, 1, 1]


@pytest.mark.parametrize("line", ["{", "[1]", '{"text": 3}', '{"other": "x"}', "\x00"])
def test_a_wrong_line_is_named(cli: Run, built_home: Path, line: str) -> None:
    done = cli("ask", "--batch", "-", stdin=f'{{"query": "adam"}}\n{line}\n', at=built_home)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "standard input:2" in done.stderr
    assert "Traceback" not in done.stderr


def test_assess_fields(cli: Run) -> None:
    answer = (
        "Bagging reduces the variance, while boosting mostly reduces the bias of its weak learners."
    )
    done = cli("assess", "--question", "bagging-vs-boosting", "--json", stdin=answer)
    record = json.loads(done.stdout)
    assert {
        "question",
        "answer",
        "score",
        "gradable",
        "coverage",
        "pitfalls",
        "guards",
    } <= set(record)
    assert record["answer"] == answer
    assert 0 < record["score"] < 1
    assert set(record["coverage"][0]) == {
        "id",
        "point",
        "verdict",
        "credit",
        "similarity",
        "evidence",
    }
    heard = [point for point in record["coverage"] if point["verdict"] != "missed"]
    assert heard
    assert all(point["evidence"] in answer for point in heard)


@pytest.mark.parametrize("answer", ["", "🎉🎉🎉", "\x01\x02", RAGGED, "word " * 20_000])
def test_odd_answers_are_judged_or_not_gradable(cli: Run, answer: str) -> None:
    line = json.dumps({"question": "bagging-vs-boosting", "answer": answer})
    done = cli("assess", "--batch", "-", stdin=line + "\n")
    assert done.returncode == 0, done.stderr
    (record,) = records(done.stdout)
    assert record["answer"] == answer
    assert record["gradable"] == (record["score"] is not None)
    assert record["score"] is None or record["score"] <= 0.3


def test_same_answer_same_score(cli: Run) -> None:
    line = json.dumps({"question": "dropout", "answer": "Units are switched off at random."})
    first, second = records(cli("assess", "--batch", "-", stdin=f"{line}\n{line}\n").stdout)
    assert first == second
    assert records(cli("assess", "--batch", "-", stdin=f"{line}\n").stdout) == [first]


def test_index_status_and_incremental_build(cli: Run, built_home: Path, home: Path) -> None:
    fresh = cli("index", "status", "--json", at=built_home)
    assert fresh.returncode == 0
    assert json.loads(fresh.stdout)["stale"] is None
    missing = cli("index", "status")
    assert missing.returncode == 1
    assert "there is no index yet" in missing.stdout
    again = cli("index", "build", at=built_home)
    assert "up to date" in again.stdout


def test_paths_touch_nothing(cli: Run, home: Path) -> None:
    places = json.loads(cli("paths", "--json").stdout)
    assert places["index"] == str(home / "cache" / "index")
    assert not home.exists()


def test_unwritable_home(cli: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", "utf-8")
    done = cli("ask", "adam", at=blocked)
    assert done.returncode == 1
    assert str(blocked) in done.stderr
    assert "INTERVIEWER_HOME" in done.stderr
    assert blocked.read_text("utf-8") == "in the way"


def test_broken_user_bank_is_named_by_line(cli: Run, home: Path) -> None:
    bank = home / "data" / "bank"
    bank.mkdir(parents=True)
    (bank / "mine.yaml").write_text(
        "topic: Mine\nquestions:\n- id: Bad Id\n  text: x\n  level: 7\n"
    )
    done = cli("bank", "list")
    assert done.returncode == 1
    assert "mine.yaml:3: questions[0].id: found 'Bad Id'" in done.stderr
    assert (
        "mine.yaml:5: questions[0].level: found the number 7, expected one of 1, 2, 3"
        in done.stderr
    )


def test_user_bank_overrides_by_id(cli: Run, home: Path) -> None:
    bank = home / "data" / "bank"
    bank.mkdir(parents=True)
    (bank / "mine.yaml").write_text(
        "topic: Mine\nquestions:\n- id: dropout\n  text: My own dropout?\n"
    )
    shown = json.loads(cli("bank", "show", "dropout", "--json").stdout)
    assert (shown["text"], shown["topic"]) == ("My own dropout?", "Mine")


def test_missing_encoder_folder_and_bad_config(cli: Run, home: Path) -> None:
    done = cli("ask", "adam", env={"INTERVIEWER_ENCODER": "/no/such/model"})
    assert done.returncode == 1
    assert "/no/such/model" in done.stderr
    config = home / "config" / "config.yaml"
    config.parent.mkdir(parents=True)
    config.write_text("encoder: 3\nwhat: ever\n", "utf-8")
    done = cli("bank", "list")
    assert done.returncode == 1
    assert "config.yaml:1: encoder: found the number 3" in done.stderr
    assert "config.yaml:2: what: found the unknown field 'what'" in done.stderr


def test_bank_check_names_questions_without_rubric(cli: Run, tmp_path: Path) -> None:
    file = tmp_path / "bare.yaml"
    file.write_text("topic: T\nquestions:\n- id: bare\n  text: What?\n", "utf-8")
    done = cli("bank", "check", str(file), "--fast")
    assert done.returncode == 1
    assert f"{file}:3: bare.key_points: found no rubric" in done.stdout
    assert "never asked: bare" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_a_chat_without_a_traceback(
    repo: Path, built_home: Path, sent: signal.Signals, status: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "interviewer", "chat", "--seed", "1"],
        cwd=repo,
        env={**os.environ, "INTERVIEWER_HOME": str(built_home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    while "[1/5]" not in line:
        assert line
        line = process.stdout.readline()
    process.send_signal(sent)
    _, words = process.communicate(timeout=60)
    assert process.returncode == status
    assert "Traceback" not in words


def test_closed_stdin(repo: Path, built_home: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m interviewer chat <&-',
        shell=True,
        cwd=repo,
        env={**os.environ, "INTERVIEWER_HOME": str(built_home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 2)
    assert "Traceback" not in done.stderr


def test_reader_that_goes_away(repo: Path, built_home: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m interviewer bank list | head -1',
        shell=True,
        cwd=repo,
        env={**os.environ, "INTERVIEWER_HOME": str(built_home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="no session priorities here")
@pytest.mark.parametrize(("alone", "nice"), [(True, "nice 10"), (False, "nice 0")])
def test_a_build_in_a_session_of_its_own_gives_way_as_one(
    repo: Path, alone: bool, nice: str
) -> None:
    code = (
        "from interviewer.commands import indexing\n"
        "indexing._step_back()\n"
        "print(indexing._AUTOGROUP.read_text())"
    )
    # The outer process leads a session for the test; the build leads one of its own, or does not.
    outer = (
        "import subprocess, sys\n"
        f"subprocess.run([sys.executable, '-c', {code!r}], start_new_session={alone})"
    )
    done = subprocess.run(
        [sys.executable, "-c", outer],
        cwd=repo,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=True,
    )
    assert done.stdout.strip().endswith(nice)
