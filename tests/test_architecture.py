"""The layout's promises: imports point one way, files and functions stay small, doors are known."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("prompts", "retrieval", "evaluation", "bot")
BESIDE = ("tools", "examples", "benchmarks", "requirements", "tests", "training")
"""What ships with no wheel; its files and functions stay as small."""

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 60
MIN_FILE_LINES = 40
TABLES = ROOT / "retrieval" / "languages"
"""Words of each language in files of the same names, however few a language needs."""

SEAMS = {"footnote.retrieval.embedding.langchain_embeddings"}
"""Small because they stand between us and a library that takes long to import."""
FORBIDDEN_NAMES = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}


def modules(rooms: Sequence[str] = ROOMS) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    within = ("footnote",) if parts[0] in ROOMS else ()
    return ".".join((*within, *parts)).removesuffix(".__init__")


@pytest.mark.parametrize("path", list(modules()), ids=module_name)
def test_imports_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    above = {f"footnote.{name}" for name in ROOMS[ROOMS.index(room) + 1 :]}
    wrong = {name for name in imported_modules(path) if ".".join(name.split(".")[:2]) in above}
    assert not wrong, f"{module_name(path)} looks up to {sorted(wrong)}"


def test_rooms_are_imported_by_one_name_and_not_through_the_door() -> None:
    imported = {path: imported_modules(path) for path in modules((*ROOMS, *BESIDE))}
    old = {
        module_name(path)
        for path, names in imported.items()
        if any(name.split(".")[0] in ROOMS for name in names)
    }
    assert not old
    assert not {module_name(path) for path in modules() if "footnote" in imported[path]}


def test_only_the_seam_of_the_vectors_knows_chroma() -> None:
    openers = {
        module_name(path)
        for path in modules()
        if any("chroma" in name.split(".")[0] for name in imported_modules(path))
    }
    assert openers == {
        "footnote.retrieval.storage.chroma",
        "footnote.retrieval.storage.chroma_files",
        "footnote.retrieval.storage.vectors",
    }


def test_only_its_seam_imports_the_runtime_that_must_be_told_to_be_quiet() -> None:
    found = {module_name(path) for path in modules() if "onnxruntime" in imported_modules(path)}
    assert found == {"footnote.retrieval.models.onnx"}


def test_no_file_outgrows_its_room() -> None:
    big = {
        module_name(path): lines
        for path in modules((*ROOMS, *BESIDE))
        if (lines := len(path.read_text().splitlines())) > MAX_FILE_LINES
    }
    assert not big


def test_no_module_holds_half_a_thought() -> None:
    small = {
        module_name(path)
        for path in modules()
        if path.name != "__init__.py"
        and not path.is_relative_to(TABLES)
        and len(path.read_text().splitlines()) < MIN_FILE_LINES
    }
    assert small == SEAMS


def test_no_function_outgrows_a_screen() -> None:
    long = {
        f"{module_name(path)}.{node.name}"
        for path in modules((*ROOMS, *BESIDE))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    }
    assert not long


def test_no_file_has_a_vague_name() -> None:
    assert not [
        module_name(path) for path in modules((*ROOMS, *BESIDE)) if path.name in FORBIDDEN_NAMES
    ]


def test_no_import_cycle_at_module_level() -> None:
    graph = {module_name(path): _runtime_imports(path) for path in modules()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name in done:
            return
        for target in graph.get(name, set()):
            visit(target, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def _runtime_imports(path: Path) -> set[str]:
    """Module-level imports of ours, leaving out what is imported for types only."""
    names: set[str] = set()
    known = {module_name(other) for other in modules()}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= parts & known
            if not parts <= known:
                names.add(node.module)
    return (names & known) - {module_name(path)}


@pytest.mark.parametrize(
    "door",
    [
        "footnote",
        "footnote.bot.cli",
        "footnote.evaluation",
        "footnote.prompts",
        "footnote.retrieval",
    ],
)
def test_importing_a_door_loads_no_model_and_no_heavy_library(door: str) -> None:
    heavy = ["torch", "transformers", "sentence_transformers", "chromadb", "langchain_chroma"]
    heavy += ["langchain_core", "onnxruntime", "trafilatura", "discord", "numpy"]
    program = f"import sys, {door}; print([name for name in {heavy} if name in sys.modules])"
    seen = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "[]"
