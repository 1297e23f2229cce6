"""The bot as a process of its own, for tests that end it in the middle of something."""

import asyncio
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from pydantic import SecretStr  # noqa: E402
from scripted_service import ScriptedService, put_long_article  # noqa: E402

from footnote.bot.discord.options import DiscordSettings  # noqa: E402
from footnote.bot.discord.running import run_bot  # noqa: E402
from footnote.bot.library_service import LibraryService  # noqa: E402
from footnote.bot.settings import Settings  # noqa: E402
from footnote.retrieval.options import CatalogOptions  # noqa: E402


def service_of(kind: str, home: Path) -> Any:
    """Return what answers: `stuck` gets past no sentence, `long` says two, `real` has models."""
    if kind == "real":
        return LibraryService(Settings(home=home))
    service = ScriptedService()
    if kind == "long":
        put_long_article(service)
    else:
        service.pause_s = 3600
    return service


if __name__ == "__main__":
    token, settings, home, kind, *url = sys.argv[1:]
    chosen = DiscordSettings.model_validate_json(settings)
    chosen = chosen.model_copy(update={"token": SecretStr(token), "answers_at_once": 8})
    catalog = CatalogOptions(url=SecretStr(url[0])) if url else None
    asyncio.run(run_bot(chosen, service_of(kind, Path(home)), Path(home), catalog=catalog))
