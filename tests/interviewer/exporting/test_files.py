"""Sessions and progress as Markdown, HTML and JSON."""

import json
from html.parser import HTMLParser

import pytest

from interviewer.exporting.data import progress_record, session_record
from interviewer.exporting.markdown import progress_markdown, session_markdown
from interviewer.exporting.page import plain, rendered
from interviewer.exporting.telling import told
from interviewer.exporting.web import progress_html, session_html
from interviewer.progress.overview import Overview
from interviewer.store.errors import NotKept
from interviewer.store.store import Store
from tests.interviewer.exporting.conftest import RAGGED
from tests.interviewer.store.stories import QUESTIONS

VOID = {"meta", "br", "hr", "rect", "path", "circle", "polyline", "input"}


class Elements(HTMLParser):
    """Checks that tags nest, and collects them with their attributes and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_session_as_markdown(store: Store) -> None:
    text = session_markdown(told(store, 2, {}))
    assert text.startswith(
        "# \\<b\\>Tuesday\\</b\\>\n\n2026-11-16 09:00 · study mode · all topics · 3 of 3"
    )
    assert "> See \\<i\\>this\\</i\\> again" in text
    assert "\n## Report\n" in text
    assert "\n### Question by question\n" in text
    assert "#### 3. What makes rain?\n\nSkipped." in text
    assert text.count("\n# ") == 0
    assert "**Candidate**\n\n\\<script\\>alert(1)" in text


def test_headings_in_code_stay(store: Store) -> None:
    from interviewer.exporting.markdown import _lowered

    assert _lowered("# A\n```py\n# b\n```\n## C") == "## A\n```py\n# b\n```\n### C\n"


def test_a_session_as_html_is_closed_in_itself(store: Store) -> None:
    html = session_html(told(store, 2, {}))
    seen = Elements(html)
    assert html.startswith("<!doctype html>")
    assert {tag for tag, _ in seen.tags}.isdisjoint({"script", "img", "link", "iframe", "i"})
    for _, attributes in seen.tags:
        assert not any(name.startswith("on") or name == "src" for name in attributes)
        assert not (attributes.get("href") or "https:").startswith("javascript")
    assert "default-src 'none'" in html
    assert "url(" not in html
    assert "@media print" in html
    assert "prefers-color-scheme: dark" in html
    assert "\x1b" not in html
    assert "<script>alert(1)</script>" in seen.text
    assert "<b>Tuesday</b>" in seen.text
    assert "See <i>this</i> again" in seen.text
    svg = html[html.index("<svg") : html.index("</svg>")]
    assert "<title>Score of each question</title>" in svg
    assert svg.count('class="bar"') == 2
    assert "25 %" in svg
    assert "75 %" in svg


def test_markdown_of_people_is_harmless() -> None:
    html = rendered(RAGGED)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert plain("a\x00<\x1b") == "a\ufffd&lt;\ufffd"


def test_progress_as_markdown(seen: Overview) -> None:
    text = progress_markdown(seen, QUESTIONS, {})
    assert "3 sessions, 6 graded answers; steady over 3 sessions; 3 due today" in text
    assert "Interview on 2026-12-06: 12 days, 1 question a day" in text
    assert "- Sea: 44 % (likely" in text
    assert "- The moon makes tides. (missed 3 of 3 times)" in text
    assert "- 2026-11-16: 2 answers, 50 %" in text


def test_progress_as_html(seen: Overview) -> None:
    html = progress_html(seen, QUESTIONS, {})
    parsed = Elements(html)
    assert html.count("<svg") == 4
    assert "Mastery of each topic" in parsed.text
    assert "2026-11-16: 2 answers" in parsed.text
    assert "missed 3 of 3 times" in parsed.text


def test_json_says_the_same(store: Store, seen: Overview) -> None:
    session = json.loads(json.dumps(session_record(told(store, 2, {}))))
    assert (session["id"], session["score"], session["open"]) == (2, 0.5, False)
    assert session["report"]["questions"][1]["score"] == 0.75
    assert session["session"]["turns"][3]["text"] == RAGGED
    progress = json.loads(json.dumps(progress_record(seen)))
    assert progress["forecast"]["sentence"] == "12 days, 1 question a day"
    assert progress["weak_points"][0]["missed"] == 3


def test_a_report_outlives_its_questions(store: Store) -> None:
    with store.database.writing() as connection:
        connection.execute("DELETE FROM session_questions WHERE question_id = 'tides'")
    result = told(store, 2, {}).report
    assert result.questions[0].text == "tides (no longer in the bank)"
    assert "rhythm" in result.questions[0].feedback
    assert result.questions[0].score == 0.25
    assert session_html(told(store, 2, {}))


def test_no_such_session(store: Store) -> None:
    with pytest.raises(NotKept):
        told(store, 99, {})
