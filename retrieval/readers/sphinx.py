"""What Sphinx adds to reStructuredText, made plain: descriptions of functions and options."""

import re

_OBJECT = re.compile(
    r"(?P<indent>[ \t]*)\.\. (?:(?:py|c|cpp|js|rst|std|php|rb|go):)?"
    r"(?P<kind>function|method|classmethod|staticmethod|decorator|attribute|property|data|"
    r"exception|class|module|envvar|confval|setting|describe|object|option|cmdoption|macro|member|"
    r"type|struct|enum|enumerator|var|directive|role|program)::[ \t]+(?P<words>\S.*)"
)
_FIELD = re.compile(r"\s+:[\w-]+:")
_SILENT = frozenset(["module", "program"])


def without_directives(text: str) -> str:
    """Return reStructuredText in which Sphinx's descriptions are definition lists.

    The signature of a function or the name of an option becomes the term, what is said of it the
    definition; other readers of the format drop the one or the other.
    """
    lines = text.split("\n")
    kept: list[str] = []
    place = 0
    while place < len(lines):
        found = _OBJECT.fullmatch(lines[place])
        place += 1
        if found is None or not _describes(found):
            kept.append(lines[place - 1])
            continue
        indent = len(found["indent"])
        terms = [found["words"]]
        while place < len(lines) and _is_deeper(lines[place], indent):
            if not _FIELD.match(lines[place]):
                if not lines[place].lstrip().startswith(("*", ":", "..")):
                    terms.append(lines[place].strip().rstrip("\\"))
                else:
                    break
            place += 1
        while place < len(lines) and not lines[place].strip():
            place += 1
        if found["kind"] in _SILENT:
            kept.append("")
            continue
        kept += ["", found["indent"] + "; ".join(f"``{' '.join(term.split())}``" for term in terms)]
        if not (place < len(lines) and _is_deeper(lines[place], indent)):
            kept.append("")
    return "\n".join(kept)


def _describes(found: "re.Match[str]") -> bool:
    """Tell descriptions from plain reStructuredText's own `class`, which names a style."""
    words = found["words"]
    if "``" in words:
        return False
    return found["kind"] != "class" or ":class::" in found[0] or words[0].isupper() or "(" in words


def _is_deeper(line: str, indent: int) -> bool:
    return bool(line.strip()) and len(line) - len(line.lstrip()) > indent
