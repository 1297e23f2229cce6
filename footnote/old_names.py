"""The import names of 0.1 (`bot`, `evaluation`, `prompts`, `retrieval`), kept until 0.3.

They give the modules of `footnote` themselves, never second copies, and whatever else bears such
a name goes first. Installed, this file stands beside the package, and `old_names.pth` loads it
whenever Python starts: so it imports next to nothing. In a checkout the folders bear the old names
themselves, and hand over to `footnote`.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # as type checkers know it, without loading `typing`
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec
    from types import ModuleType
else:
    Loader = object

OLD_NAMES = frozenset({"bot", "evaluation", "prompts", "retrieval"})


def install() -> None:
    """Let old names be imported where nothing else bears them."""
    sys.meta_path.append(_OldNames())


def stand_in(name: str) -> None:
    """Put a package of `footnote` in the place of its old name, and warn whoever imports that.

    To be called while the old name is imported, by the module or by its loader.
    """
    import warnings
    from importlib import import_module

    new = f"footnote.{name}"
    text = f"`{name}` is `{new}` now; the old name goes with version 0.3"
    warnings.warn(text, DeprecationWarning, stacklevel=3)
    sys.modules[name] = import_module(new)
    if not any(isinstance(finder, _InsideOldNames) for finder in sys.meta_path):
        sys.meta_path.insert(0, _InsideOldNames())


class _OldNames(Loader):
    """Finds an old name that no finder before this one knows."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return who loads a module, None for what bears none of the names."""
        return _spec(fullname, self) if fullname in OLD_NAMES else None

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python to make a module, which is thrown away."""

    def exec_module(self, module: ModuleType) -> None:
        """Hand over the package of `footnote`; Python takes what `sys.modules` holds then."""
        stand_in(module.__name__)


class _InsideOldNames(Loader):
    """Finds what lies inside our old names, before Python makes second copies of it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return who loads a module, None for what is not ours: others may bear such a name too."""
        top, _, inside = fullname.partition(".")
        if not inside or top not in OLD_NAMES:
            return None
        ours = sys.modules.get(top) is sys.modules.get(f"footnote.{top}")
        return _spec(fullname, self) if ours else None

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python to make a module, which is thrown away."""

    def exec_module(self, module: ModuleType) -> None:
        """Hand over the module of `footnote`."""
        from importlib import import_module

        sys.modules[module.__name__] = import_module(f"footnote.{module.__name__}")


def _spec(name: str, loader: Loader) -> ModuleSpec:
    from importlib.machinery import ModuleSpec

    return ModuleSpec(name, loader)
