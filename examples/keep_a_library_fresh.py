"""Take in records of your own, again and again: only what has changed is embedded."""

import json
import tempfile
from pathlib import Path

from footnote import Footnote

RECORD = {"title": "New pier", "url": "https://town.example/pier", "published": "2024-04-20"}

with tempfile.TemporaryDirectory() as folder, Footnote.open(folder, create=True) as footnote:
    file = Path(folder) / "records.jsonl"
    for text in ("The pier cost 90,000 crowns.",) * 2 + ("The pier cost 95,000 crowns.",):
        file.write_text(json.dumps(RECORD | {"text": text}), encoding="utf-8")
        report = footnote.ingest([file])
        print(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged")
    print(footnote.ask("What did the pier cost?").citations[0].quote)
    footnote.forget([head.id for head in footnote.articles()])
    print(len(footnote.articles()), "left")
