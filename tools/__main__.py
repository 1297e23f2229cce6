"""Write the generated pages: `python -m tools`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.commands import commands_page
from tools.formats import formats_page
from tools.licences import licences_page
from tools.settings import settings_page

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "formats.md": formats_page,
    "licences.md": licences_page,
    "settings.md": settings_page,
}


def main() -> None:
    """Write every page that is not as it should be."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        path = REFERENCE / name
        content = make()
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
            print(f"wrote docs/reference/{name}")


if __name__ == "__main__":
    main()
