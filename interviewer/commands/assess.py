"""`interviewer assess --question Q`: judge one answer, or many."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from interviewer.commands.output import (
    add_batch,
    add_json,
    print_json,
    read_stdin,
    run_batch,
    text_field,
)
from interviewer.errors import UsageError, UserError

if TYPE_CHECKING:
    from corpus.models import Question
    from interviewer.engine.state import Assessment, CodeRun
    from interviewer.wiring import Services


def add(commands: Any) -> None:
    parser = commands.add_parser("assess", help="judge an answer read from standard input")
    parser.add_argument("--question", metavar="Q", help="id or text of the question")
    add_json(parser)
    add_batch(parser, '"question" and "answer"')
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from interviewer.wiring import Services

    if bool(args.question) == bool(args.batch):
        raise UsageError("give --question Q with the answer on standard input, or --batch FILE")
    services = Services()
    if args.batch:
        return run_batch(args.batch, lambda record: _from_record(services, record))
    question = _judgeable(services, args.question)
    answer = read_stdin()
    assessment = _judge(services, question, answer)
    if args.json:
        print_json(as_record(question, args.question, answer, assessment))
        return 0
    from interviewer.engine.feedback import feedback

    print(feedback(question, assessment))
    return 0


def as_record(
    question: "Question", name: str, answer: str, assessment: "Assessment"
) -> dict[str, Any]:
    """The JSON form of an assessment; `question` and `answer` as they were given."""
    return {
        "question": name,
        "answer": answer,
        "score": assessment.score,
        "gradable": assessment.gradable,
        "confidence": assessment.confidence,
        "coverage": [
            {
                "id": point.point_id,
                "point": question.key_point(point.point_id).point,
                "verdict": point.verdict,
                "credit": point.credit,
                "similarity": point.similarity,
                "evidence": point.quote,
            }
            for point in assessment.points
        ],
        "pitfalls": [
            {
                "claim": question.pitfalls[found.number].claim,
                "correction": question.pitfalls[found.number].correction,
                "contradicts": question.pitfalls[found.number].contradicts,
                "similarity": found.similarity,
                "evidence": found.quote,
            }
            for found in assessment.pitfalls
        ],
        "denials": [
            {
                "id": denial.point_id,
                "point": question.key_point(denial.point_id).point,
                "evidence": denial.quote,
            }
            for denial in assessment.denials
        ],
        "guards": list(assessment.guards),
        "elsewhere": assessment.elsewhere,
        "code": _code_record(assessment.code),
    }


def _code_record(run: "CodeRun | None") -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "problem": run.problem,
        "passed": run.passed,
        "total": run.total,
        "tests": [
            {"name": test.name, "status": test.status, "reason": test.reason}
            for test in run.outcomes
        ],
    }


def _from_record(services: "Services", record: dict[str, Any]) -> dict[str, Any]:
    name, answer = text_field(record, "question"), text_field(record, "answer")
    question = _judgeable(services, name)
    return as_record(question, name, answer, _judge(services, question, answer))


def _judgeable(services: "Services", name: str) -> "Question":
    question = services.find_question(name)
    if not question.has_rubric:
        raise UserError(f"The question {question.id!r} has no rubric, so no answer can be judged.")
    return question


def _judge(services: "Services", question: "Question", answer: str) -> "Assessment":
    from interviewer.engine.assessment import judge

    return judge(question, answer, services.matcher)
