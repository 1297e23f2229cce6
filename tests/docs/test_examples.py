"""Every example runs as it stands, and prints what it is there to show."""

import runpy
from pathlib import Path

import pytest

from footnote.retrieval import Footnote

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"

SHOWN = {
    "dates_and_filters.py": ["On 2023-03-05: ", "2.4 million", "On 2023-03-15: ", "3.1 million"],
    "five_lines.py": ["Salome Keel", "[1]"],
    "follow_up.py": ["retire at the end of September"],
    "footnotes.py": ["3.1 million crowns", "characters ", "2023-03-09"],
    "growing_answer.py": ["so far: ", "complete: ", "[1]"],
    "in_a_langchain_chain.py": ["3.1 million", "https://lantern.example/"],
    "keep_a_library_fresh.py": [
        "1 added, 0 changed, 0 unchanged\n0 added, 0 changed, 1 unchanged\n"
        "0 added, 1 changed, 0 unchanged\n",
        "The pier cost 95,000 crowns.\n0 left",
    ],
    "langchain_retriever.py": ["3.1 million crowns.\n2023-0", "Weir Bridge"],
    "langchain_tool.py": ["look_up ['question']", "Salome Keel", "[1] "],
    "many_questions.py": ["answered | Who is the town treasurer?", "refused | Who is the king"],
    "refusals.py": ["The articles don't answer this", "closest: Council"],
    "score_your_questions.py": ["hit@1 ", "quote_fidelity 1.0"],
}


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person's home with the samples read."""
    folder = tmp_path_factory.mktemp("person")
    with Footnote.open(folder / ".footnote", create=True) as footnote:
        footnote.ingest([ROOT / "samples" / "articles"])
    return folder


def test_every_example_is_tested_and_described() -> None:
    names = {path.name for path in EXAMPLES.glob("*.py")}
    assert names == set(SHOWN)
    described = (EXAMPLES / "README.md").read_text()
    assert not [name for name in names if f"`{name}`" not in described]


@pytest.mark.parametrize("page", ["README.md", "docs/reference/python.md"])
def test_the_five_lines_of_the_pages_are_the_example(page: str) -> None:
    code = (EXAMPLES / "five_lines.py").read_text().split("\n\n", 1)[1]
    lines = [line.strip() for line in (ROOT / page).read_text().splitlines()]
    wanted = [line.strip() for line in code.strip().splitlines()]
    assert "\n".join(wanted) in "\n".join(lines)


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_shows_what_it_says(
    name: str, user: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(user))
    monkeypatch.chdir(ROOT)
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    rest = capsys.readouterr().out
    for words in SHOWN[name]:
        assert words in rest, rest
        rest = rest[rest.index(words) + len(words) :]
