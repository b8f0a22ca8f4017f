"""Code and prose told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import load_bank
from interviewer.coding.extracting import Extracted, extract

FUNCTION = "def f(x):\n    return x"
BANK = load_bank().questions
SOURCES = [question.code.solution for question in BANK if question.code is not None]
_PIECES = st.sampled_from(
    [
        "```",
        "~~~",
        "```python",
        "\n",
        "    ",
        ">>> ",
        "... ",
        "def f(x):",
        "return x",
        "x = 1",
        "#",
        "'''",
        "import a",
        "(",
        "However",
        "don't",
        "class a:",
        "\r\n",
        "\0",
        " ",
        "@",
        "try:",
        "\\",
        "=",
        "lambda: 0",
    ]
)
_LINES = st.text(st.characters(exclude_characters="`~>\r", codec="utf-8"), max_size=60)


@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_any_text_is_taken_apart(text: str) -> None:
    found = extract(text)
    assert isinstance(found, Extracted)
    assert extract(text) == found


@given(
    _LINES.filter(lambda code: code.strip() and code[0] not in " \t\n"),
    st.sampled_from(["```", "~~~~"]),
)
def test_fenced_code_comes_back_to_the_letter(code: str, fence: str) -> None:
    assert extract(f"So:\n{fence}python\n{code}\n{fence}\ndone").code == code


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "answer",
    [
        "{}",
        "I do it so:\n\n{}\n\nIt's simple, isn't it?",
        "As asked:\n{}\nThat's all",
        "```py\n{}\n```",
    ],
)
def test_solutions_of_the_bank_come_back(source: str, answer: str) -> None:
    assert extract(answer.replace("{}", source)).code.strip() == source.strip()


def test_prose_of_the_bank_is_no_code() -> None:
    for question in BANK:
        texts = [question.text, question.answer or ""]
        texts += [said for point in question.key_points for said in (point.point, *point.says)]
        for text in texts:
            assert extract(text).code == ""


@pytest.mark.parametrize(
    "prose",
    [
        "",
        "The recall is\nrecall = tp / (tp + fn)\nwhich I would report.",
        "class imbalance:\n  - use weights\n  - resample",
        "1. import tariffs\n2. for each row: subtract",
        "# Heading\nfrom here on import matters\nglobal warming\nHowever",
        "```\n$ pip install numpy\n```",
        "```bash\nimport x.png\n```",
        "if you ask me: it depends",
    ],
)
def test_prose_is_no_code(prose: str) -> None:
    assert extract(prose).code == ""


@pytest.mark.parametrize(
    ("answer", "code", "explanation"),
    [
        (
            f"First.\n```python\nimport a\n```\nThen.\n~~~py\n{FUNCTION}\n~~~",
            f"import a\n\n{FUNCTION}",
            "First.\nThen.",
        ),
        (f"Open:\n```Python\n{FUNCTION}", FUNCTION, "Open:"),
        (f"```\n{FUNCTION}\n```\nIt prints\n```text\nx = 1\n```", FUNCTION, "It prints\nx = 1"),
        ("```\ndef f(x)\n    return x\n```", "def f(x)\n    return x", ""),
        ("````python\n'''\n```\n'''\nx = 1\n````", "'''\n```\n'''\nx = 1", "```"),
        ("- so:\n  ```python\n  def f(x):\n      return x\n  ```", FUNCTION, "- so:"),
        (
            f"I import.\n\nimport a\n\nThen:\n\n{FUNCTION}\n\nThanks",
            f"import a\n\n{FUNCTION}",
            "I import.\n\n\nThen:\n\n\nThanks",
        ),
        ("- so:\n\n    def f(x):\n        return x\n\nDone", FUNCTION, "- so:\n\n\nDone"),
        (
            "def f(x):\n    y = x +\n    return y\nThat's it",
            "def f(x):\n    y = x +\n    return y",
            "That's it",
        ),
        ("def f(x):\n    y = x +\n    return y", "def f(x):\n    y = x +\n    return y", ""),
        (
            "def f(x):\n    y = x\n    return y +\nThat's it",
            "def f(x):\n    y = x\n    return y +",
            "That's it",
        ),
        ("f = lambda x: x", "f = lambda x: x", ""),
        (
            ">>> def f(x):\n...     return x\n...\n>>> f(1)\n1",
            "def f(x):\n    return x\n\nf(1)",
            "1",
        ),
        ("```python\n>>> import a\n>>> a.b\n'no'\n```", "import a\na.b", ""),
        ("Mine:\r\n\r\ndef f(x):\r\n    return x\r\n", FUNCTION, "Mine:"),
    ],
)
def test_examples(answer: str, code: str, explanation: str) -> None:
    assert extract(answer) == Extracted(code=code, explanation=explanation)


def test_comments_and_docstrings_explain_but_not_those_handed_out() -> None:
    starter = 'def f(x):\n    """Return x."""\n    # your code\n'
    code = 'def f(x):\n    """Return x."""\n    # your code\n    return x  # no copy needed\n'
    found = extract(f"Short.\n```python\n{code}```", starter)
    assert found.explanation == "Short.\nno copy needed"
    assert extract(code).explanation == "Return x.\nyour code\nno copy needed"


def test_a_doctest_inside_code_stays() -> None:
    code = 'def f(x):\n    """Give x.\n\n    >>> f(1)\n    1\n    """\n    return x'
    assert extract(code).code == code
    assert extract(f"```python\n{code}\n```").code == code
