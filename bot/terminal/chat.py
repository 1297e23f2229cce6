"""The conversation on a terminal: questions, follow-ups and slash commands."""

import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.live import Live

from footnote.bot.terminal.rendering import render_answer, render_articles, render_opened
from footnote.bot.terminal.words import safe, say
from footnote.retrieval.answer import Answer
from footnote.retrieval.closing import Closing
from footnote.retrieval.errors import FootnoteError
from footnote.retrieval.languages import Language, spoken_language
from footnote.retrieval.question import Filters, Question, Turn

if TYPE_CHECKING:
    from footnote.retrieval.footnote import Footnote

_KEPT_LINES = 500


class LineInput(Closing):
    """Read lines with editing and a history of their own on a terminal, plainly otherwise."""

    def __init__(self, history_file: Path) -> None:
        self._history_file = history_file
        self._interactive = sys.stdin.isatty()

    def __enter__(self) -> Self:
        if self._interactive:
            import readline

            with suppress(OSError):
                readline.read_history_file(self._history_file)
        return self

    def read(self, prompt: str) -> str | None:
        """Return the next line, or None at the end; Ctrl-C drops the line and asks again.

        A line that was piped in is written out behind the prompt, as a person would see it.
        """
        while True:
            try:
                line = input(prompt if self._interactive else "")
                if not self._interactive:
                    sys.stdout.write(f"{prompt}{safe(line)}\n")
                    sys.stdout.flush()
                return line
            except EOFError:
                return None
            except KeyboardInterrupt:
                if not self._interactive:
                    raise
                sys.stdout.write("\n")

    def close(self) -> None:
        """Keep what was typed for the next time."""
        if self._interactive:
            import readline

            with suppress(OSError):
                readline.set_history_length(_KEPT_LINES)
                # What people ask is theirs: nobody else on the machine may read it.
                self._history_file.touch(mode=0o600, exist_ok=True)
                readline.write_history_file(self._history_file)


KEPT_TURNS = 6
"""Turns a follow-up can look back on."""


class Chat:
    """One conversation; everything it remembers is in `history`."""

    def __init__(
        self, footnote: "Footnote", console: Console, *, as_of: date, filters: Filters
    ) -> None:
        self._footnote = footnote
        self._console = console
        self._as_of = as_of
        self._filters = filters
        self._history: tuple[Turn, ...] = ()
        self._last: Answer | None = None

    def run(self, history_file: Path) -> None:
        """Talk until the input ends; models load while the first question is typed."""
        Thread(target=self._warm_up, daemon=True).start()
        self._console.print(self._say("greeting"))
        with LineInput(history_file) as lines:
            while (line := lines.read("you> ")) is not None:
                text = line.strip()
                if text in {"/quit", "/exit"}:
                    return
                if text:
                    self._take(text)

    def _warm_up(self) -> None:
        # A fault here comes up again, with its sentence, when the first question is asked.
        with suppress(FootnoteError):
            self._footnote.warm_up()

    def _take(self, text: str) -> None:
        try:
            if text.startswith("/"):
                self._command(text)
            else:
                self._ask(text)
        except FootnoteError as error:
            self._console.print(str(error), style="red", markup=False)
        except KeyboardInterrupt:
            self._console.print(self._say("stopped"), style="yellow")

    def _ask(self, text: str) -> None:
        question = Question(text, self._as_of, self._filters, self._history)
        answer = None
        with Live(
            say(self._language_for(text), "looking"),
            console=self._console,
            transient=True,
            refresh_per_second=8,
        ) as live:
            for answer in self._footnote.stream(question):
                live.update(render_answer(answer))
        if answer is None:
            return
        self._console.print(render_answer(answer))
        self._console.print()
        self._last = answer
        evidence = tuple(citation.passage_id for citation in answer.citations)
        turn = Turn(question=text, answer=answer.text, evidence=evidence)
        self._history = (*self._history, turn)[-KEPT_TURNS:]

    def _command(self, line: str) -> None:
        name, _, value = line.partition(" ")
        value = value.strip()
        match name:
            case "/open":
                self._open(value)
            case "/sources":
                self._console.print(render_articles(self._footnote.articles(self._filters)))
            case "/since":
                self._filters = replace(self._filters, since=self._day(value))
            case "/until":
                self._filters = replace(self._filters, until=self._day(value))
            case "/source":
                self._filters = replace(self._filters, source=value or None)
            case "/as-of":
                self._as_of = self._day(value) or self._as_of
            case "/new":
                self._history, self._last = (), None
            case "/help":
                self._console.print(self._say("help"), markup=False)
            case _:
                raise FootnoteError(self._say("no_command", name=name))

    def _open(self, value: str) -> None:
        citations = self._last.citations if self._last else ()
        chosen = next((c for c in citations if str(c.marker) == value.strip("[]")), None)
        if chosen is None:
            numbers = ", ".join(str(citation.marker) for citation in citations)
            key = "to_open" if numbers else "none_to_open"
            raise FootnoteError(self._say(key, numbers=numbers))
        article = self._footnote.article(chosen.article.id)
        if article is None or article.text[chosen.start : chosen.end] != chosen.quote:
            raise FootnoteError(self._say("changed"))
        self._console.print(render_opened(article, chosen.start, chosen.end))

    def _day(self, value: str) -> date | None:
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise FootnoteError(self._say("no_such_date", value=value)) from error

    def _language_for(self, text: str) -> Language:
        return spoken_language(text, self._footnote.options.language)

    def _say(self, key: str, **values: object) -> str:
        """Return a sentence in the language set, or that of the last answer."""
        spoken = self._last.language if self._last else self._language_for("")
        return say(spoken, key, **values)
