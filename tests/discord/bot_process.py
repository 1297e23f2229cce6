"""The bot as a process of its own, for tests that kill it; its answers never get finished."""

import asyncio
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from pydantic import SecretStr  # noqa: E402
from scripted_service import ScriptedService  # noqa: E402

from footnote.bot.discord.options import DiscordSettings  # noqa: E402
from footnote.bot.discord.running import run_bot  # noqa: E402
from footnote.retrieval.options import CatalogOptions  # noqa: E402

if __name__ == "__main__":
    token, settings, home, *url = sys.argv[1:]
    stuck = ScriptedService()
    stuck.pause_s = 3600
    chosen = DiscordSettings.model_validate_json(settings)
    chosen = chosen.model_copy(update={"token": SecretStr(token), "answers_at_once": 8})
    catalog = CatalogOptions(url=SecretStr(url[0])) if url else None
    asyncio.run(run_bot(chosen, stuck, Path(home), catalog=catalog))
