"""The frame of an HTML file: everything inside, nothing loaded, light and dark, made to print."""

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_STYLE = Path(__file__).with_name("page.css")


def page(title: str, body: str) -> str:
    """A whole HTML document.

    Args:
        title: plain text.
        body: HTML.
    """
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{plain(title)}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def plain(text: str) -> str:
    """A text of people as HTML: no markup in it means anything, and no control character is left."""
    return escape(_CONTROL.sub("\ufffd", text))


def rendered(markdown: str) -> str:
    """Markdown as HTML; HTML in it stays text, and links lead to the web only."""
    return str(_renderer().render(_CONTROL.sub("\ufffd", markdown)))


def section(title: str, body: str) -> str:
    """A part with a heading; nothing where the body is empty."""
    return f"<section>\n<h2>{plain(title)}</h2>\n{body}\n</section>\n" if body else ""


def items(listed: list[str]) -> str:
    """A list of HTML items; nothing where there are none."""
    return "<ul>" + "".join(f"<li>{item}</li>" for item in listed) + "</ul>" if listed else ""


@lru_cache(maxsize=1)
def _renderer() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # An image would be loaded from somewhere.
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
