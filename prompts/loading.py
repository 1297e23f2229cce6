"""Reads a prompt from its Markdown file and holds it to the variables it must have."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROMPT_VARIABLES: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"question", "passages", "today", "fence"}),
    "cited": frozenset({"question", "today"}),
    "check": frozenset({"claims", "question", "fence"}),
    "judge": frozenset({"case", "fence"}),
    "repair": frozenset({"faults"}),
    "sentences": frozenset({"question", "passages", "today", "fence"}),
    "standalone": frozenset({"question", "history", "today", "fence"}),
}
"""The prompts there are, and the variables each must use: these and no others."""

_FOLDER = Path(__file__).parent
_VARIABLE = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")
_NAME = re.compile(r"[a-z_]+\Z")
_PARTS = re.compile(r"\A\s*# System\s*\n(?P<system>.*?)^# Human\s*\n(?P<human>.*)\Z", re.S | re.M)


class PromptError(ValueError):
    """A prompt file is missing, unreadable or uses the wrong variables; names the file."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A passage handed over apart from the words, to providers that cite by themselves."""

    title: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledPrompt:
    """The words of one call: the rules, and what they are to be applied to.

    `system` may be empty. `documents` come before what the human says. `turns` are a reply of the
    model and what it is told next, in order.
    """

    system: str
    human: str
    turns: tuple[tuple[str, str], ...] = ()
    documents: tuple[SourceDocument, ...] = ()

    @property
    def characters(self) -> int:
        """The length of everything the model is told."""
        said = sum(len(reply) + len(told) for reply, told in self.turns)
        read = sum(len(document.text) for document in self.documents)
        return len(self.system) + len(self.human) + said + read


@dataclass(frozen=True, slots=True)
class Prompt:
    """A checked prompt; `version` changes with every change of its words.

    Under the heading "# System" stand the rules, under "# Human" what changes from call to call. A
    prompt without the two headings is all said by the human.
    """

    name: str
    text: str
    version: str

    def fill(self, values: Mapping[str, str]) -> FilledPrompt:
        """Return the prompt with its variables filled in, each exactly once over.

        A value is never looked into: braces and headings in it stay what they are.
        """
        if set(values) != PROMPT_VARIABLES[self.name]:
            raise ValueError(f"prompt {self.name!r} takes {sorted(PROMPT_VARIABLES[self.name])}")
        parts = _PARTS.match(self.text)
        system, human = (parts["system"], parts["human"]) if parts else ("", self.text)
        return FilledPrompt(_filled_in(system, values), _filled_in(human, values))


def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """Return a prompt, from `folder` where it holds one of that name, else the shipped one.

    Raises:
        PromptError: There is no such prompt, or its variables are not exactly those required.
    """
    if name not in PROMPT_VARIABLES:
        known = ", ".join(sorted(PROMPT_VARIABLES))
        raise PromptError(f"There is no prompt {name!r}; there are: {known}.")
    path = _path(name, folder)
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}: the prompt cannot be read ({error}).") from error
    _check(text, name, path)
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(name, text, version=digest)


def prompt_versions(folder: Path | None = None) -> dict[str, str]:
    """Return the version of every prompt in use, for reports."""
    return {name: load_prompt(name, folder).version for name in sorted(PROMPT_VARIABLES)}


def _path(name: str, folder: Path | None) -> Path:
    if folder is None:
        return _FOLDER / f"{name}.md"
    if not folder.is_dir():
        raise PromptError(f"{folder}: the prompt folder does not exist.")
    own = folder / f"{name}.md"
    return own if own.exists() else _FOLDER / f"{name}.md"


def _check(text: str, name: str, path: Path) -> None:
    used: set[str] = set()
    for match in _VARIABLE.finditer(text):
        variable = match.group(1)
        if match.group() in {"{{", "}}"}:
            continue
        if variable is None or not _NAME.match(variable):
            line = text.count("\n", 0, match.start()) + 1
            raise PromptError(
                f"{path}, line {line}: a brace that is no variable must be doubled ({{{{ or }}}})."
            )
        used.add(variable)
    required = PROMPT_VARIABLES[name]
    for missing in sorted(required - used):
        raise PromptError(f"{path}: the variable {{{missing}}} is missing.")
    for unknown in sorted(used - required):
        raise PromptError(
            f"{path}: there is no variable {{{unknown}}}; a {name} prompt takes "
            + ", ".join(f"{{{variable}}}" for variable in sorted(required))
            + "."
        )


def _filled_in(text: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: _filled(match, values), text.strip())


def _filled(match: re.Match[str], values: Mapping[str, str]) -> str:
    if match.group(1) is not None:
        return values[match.group(1)]
    return match.group()[0] if len(match.group()) == 2 else match.group()
