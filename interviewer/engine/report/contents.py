"""What a report holds."""

from corpus.models import Resource
from interviewer.engine.report.comparing import Comparison
from interviewer.engine.report.delivery import Delivery
from interviewer.engine.state import State


class TopicReport(State, frozen=True, kw_only=True):
    """The graded questions of one topic.

    Attributes:
        topic: its name.
        score: mean, in [0, 1].
        confidence: mean, in [0, 1].
        graded: how many questions.
    """

    topic: str
    score: float
    confidence: float
    graded: int


class QuestionReport(State, frozen=True, kw_only=True):
    """One question of the session.

    Attributes:
        question_id: the question.
        text: its text in the bank.
        topic: its topic.
        score: in [0, 1]; None where skipped or not gradable.
        confidence: in [0, 1], of the verdicts.
        first_score: before any probe.
        outcome: `answered`, `skipped`, `not gradable` or `unanswered`.
        hints: how many steps of help were taken.
        hint_cost: what they took off the score, as a share.
        rating: the candidate's own, in [0, 1].
        feedback: Markdown.
        reference: the reference answer, Markdown.
        disputed: objections to the verdicts.
        as_disputed: the score as the candidate sees it; None where no point was turned over.
        retry: this answer beside an earlier one, where there is one.
        resources: where to study.
    """

    question_id: str
    text: str
    topic: str
    score: float | None
    confidence: float
    first_score: float | None
    outcome: str
    hints: int
    hint_cost: float
    rating: float | None
    feedback: str
    reference: str
    disputed: tuple[str, ...] = ()
    as_disputed: float | None = None
    retry: Comparison | None = None
    resources: tuple[Resource, ...] = ()


class Study(State, frozen=True, kw_only=True):
    """Something to study.

    Attributes:
        question_id: the question whose answer lacked it.
        text: its text in the bank.
        points: what to learn: missed before vague, heaviest first.
        related: texts of questions that go with it.
        resources: pages.
    """

    question_id: str
    text: str
    points: tuple[str, ...]
    related: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()


class Report(State, frozen=True, kw_only=True):
    """A whole session.

    Attributes:
        score: mean of the graded questions, in [0, 1]; None where none was graded.
        confidence: mean of theirs, in [0, 1]; None where none was graded.
        topics: by topic, in the order they came up.
        strengths: key points of weight 2 or more that were covered, with the words that did it.
        gaps: key points of weight 2 or more that were missed or vague, with what was said instead;
            empty where nothing was.
        corrections: wrong claims that were not taken back, as (the candidate's words, what is right).
        put_right: wrong claims that the candidate corrected when asked.
        delivery: length, fillers and hedges.
        hints: steps of help taken.
        skips: questions left out.
        rating_difference: mean of the candidate's ratings less the scores, in [-1, 1]; None: no ratings.
        study: what to learn next, in order.
        unjudged: what could not be judged, and why.
        questions: question by question.
    """

    score: float | None
    confidence: float | None
    topics: tuple[TopicReport, ...]
    strengths: tuple[tuple[str, str], ...]
    gaps: tuple[tuple[str, str], ...]
    corrections: tuple[tuple[str, str], ...]
    put_right: tuple[str, ...]
    delivery: Delivery | None
    hints: int
    skips: int
    rating_difference: float | None
    study: tuple[Study, ...]
    unjudged: tuple[str, ...]
    questions: tuple[QuestionReport, ...]
