"""Articles in, cited answers out: the door to Footnote.

The names below are stable and load what they need at first use. The rooms behind the door are
`footnote.retrieval`, `footnote.evaluation`, `footnote.prompts` and `footnote.bot`; the repository
keeps their folders at its top, and this folder holds links to them.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

# An unpacked source distribution has the folders but no links to them.
if not Path(__file__).with_name("retrieval").is_dir():
    __path__.append(str(Path(__file__).parents[1]))

from footnote.retrieval import __all__ as __all__

if TYPE_CHECKING:
    from footnote.retrieval import *  # noqa: F403


def __getattr__(name: str) -> Any:
    """Load a public name at first use, so that importing the package costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'footnote' has no attribute {name!r}")
    return getattr(import_module("footnote.retrieval"), name)
