"""The report on a session: pure data, and its Markdown."""

from interviewer.engine.report.building import report
from interviewer.engine.report.comparing import Comparison, compared
from interviewer.engine.report.contents import QuestionReport, Report
from interviewer.engine.report.rendering import render_markdown

__all__ = ["Comparison", "QuestionReport", "Report", "compared", "render_markdown", "report"]
