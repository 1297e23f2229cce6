"""What people said: subtitles, e-mail, chats."""

import json
import mailbox
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from footnote.retrieval import readers
from footnote.retrieval.article import RawPage
from footnote.retrieval.errors import InputError
from tests.support.reading import pages, refusal
from tests.support.shape import shape


def test_subtitles_are_paragraphs_with_speaker_and_time(tmp_path: Path) -> None:
    path = tmp_path / "mill-talk.en.vtt"
    path.write_text(
        "WEBVTT\n\nNOTE unseen\n\n1\n00:01.000 --> 00:03.000\n<v Ada>The tide <i>turns</i>\n"
        "at nine.\n\n00:03.000 --> 00:05.000 align:start\n<v Ben>Good.\n\n"
        "01:00:03.000 --> 01:00:05.000\nGood.\nGo &amp; see.\n"
    )
    (page,) = pages(path)
    assert page.title == "Mill talk"
    assert shape(page) == [
        ("paragraph", "Ada (0:01): The tide turns at nine."),
        ("paragraph", "Ben (0:03): Good."),
        ("paragraph", "(1:00:03) Go & see."),
    ]
    assert page.places is not None
    assert list(page.places.numbers)[::2] == [6, 10, 13]


def test_subtitles_end_a_paragraph_at_a_sentence(tmp_path: Path) -> None:
    cue = "{0}\n00:00:{0:02},000 --> 00:00:{0:02},900\n{1}\n\n"
    parts = ("round and never stops at all.", "The wheel goes round and")
    path = tmp_path / "talk.srt"
    path.write_text("".join(cue.format(n, parts[n % 2]) for n in range(1, 31)))
    blocks = [words for _, words in shape(pages(path)[0])]
    assert len(blocks) > 2
    assert all(words.endswith("all.") for words in blocks[:-1])
    assert " ".join(blocks).count("never stops") == 15
    assert blocks[1].startswith("(0:")


MAIL = """From: Ada Quill <ada@example.org>
Subject: =?utf-8?q?Gate_caf=C3=A9?=
Date: Tue, 02 Jan 2024 23:30:00 -0500
Message-ID: <{0}@example.org>
Content-Type: text/plain; charset=utf-8

On Monday Ben wrote:
> How do I open it?

Like this:

    gate --open={0}

Bye
{signature}
Ada
"""


def test_a_message_has_subject_day_and_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(MAIL.format(1, signature="-- "))
    (page,) = pages(path)
    assert (page.title, page.published) == ("Gate café", date(2024, 1, 2))
    assert page.authors == ("Ada Quill",)
    assert page.key == str(path)
    assert page.metadata == {"published_at": "2024-01-02T23:30:00-05:00"}
    assert shape(page) == [
        ("paragraph", "On Monday Ben wrote:"),
        ("quotation", "How do I open it?"),
        ("paragraph", "Like this:"),
        ("code", "gate --open=1"),
        ("paragraph", "Bye"),
    ]


def test_a_message_of_html_is_read_where_there_is_no_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(
        "Subject: Gate\nContent-Type: text/html\n\n<p>It <b>opens</b>.</p><p>Now.</p>\n"
    )
    assert shape(pages(path)[0]) == [("paragraph", "It opens."), ("paragraph", "Now.")]


def test_a_mailbox_gives_its_messages_and_names_the_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "list.mbox"
    box = mailbox.mbox(path)
    for text in (
        MAIL.format(1, signature="-- "),
        "Subject: nothing\n\n",
        MAIL.format(2, signature="-- "),
    ):
        box.add(text.encode())
    box.close()
    found, empty, last = readers.read(path)
    assert isinstance(found, RawPage)
    assert isinstance(last, RawPage)
    assert found.key == f"{path}#<1@example.org>"
    assert last.origin == f"{path}, message 3"
    assert isinstance(empty, InputError)
    assert str(empty) == f"{path}, message 2: has no text"


def test_of_a_header_without_end_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    junk = "<td>" * 20_000
    path.write_text(f"From: ada@x.example\nSubject: Tides {junk}\n\nThe tide turns at nine.\n")
    (page,) = pages(path)
    assert page.text.strip().endswith("The tide turns at nine.")
    assert page.title.startswith("Tides <td>")
    assert len(page.title) <= 4_000


def test_what_is_no_mail_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text("\n\nJust words.\n")
    assert "no e-mail" in refusal(tmp_path / "a.eml")
    (tmp_path / "a.mbox").write_text("Just words.\n")
    assert "holds no message" in refusal(tmp_path / "a.mbox")


def said(number: int, content: str, day: int = 1, **more: Any) -> dict[str, Any]:
    author = {"id": str(number % 2), "name": "ben" if number % 2 else "ada", "nickname": None}
    return {
        "id": str(number),
        "type": "Default",
        "timestamp": f"2024-05-{day:02}T12:{number:02}:05.123+00:00",
        "content": content,
        "author": author,
        **more,
    }


def export(path: Path, kind: str, *messages: dict[str, Any]) -> Path:
    channel = {"id": "7", "type": kind, "name": "help"}
    whole = {"guild": {"id": "9", "name": "Mill Club"}, "channel": channel, "messages": messages}
    path.write_text(json.dumps(whole))
    return path


def test_a_channel_of_a_chat_is_an_article_a_day(tmp_path: Path) -> None:
    path = export(
        tmp_path / "help.json",
        "GuildTextChat",
        said(2, "How do I **open** the gate? ~~or not~~"),
        said(
            3,
            "<@5> like this <:ok:1>:\n```bash\ngate --open\n```\n1. wait\nthen go",
            type="Reply",
            reference={"messageId": "2"},
            mentions=[{"id": "5", "name": "cy", "nickname": "Cy"}],
        ),
        said(4, "Pinned a message.", type="ChannelPinnedMessage"),
        said(5, "", embeds=[{"title": "The gate", "description": "Opens at nine."}]),
        said(6, "Thanks", day=2),
    )
    first, second = pages(path)
    assert (first.title, second.title) == ("#help, 2024-05-01", "#help, 2024-05-02")
    assert first.published == date(2024, 5, 1)
    assert first.authors == ("ada", "ben")
    assert first.source == "Mill Club"
    assert first.url == first.key == "https://discord.com/channels/9/7/2"
    assert shape(first) == [
        ("paragraph", "ada (12:02): How do I open the gate?"),
        ("paragraph", "ben (12:03), to ada: @Cy like this :ok::"),
        (".code", "gate --open"),
        (".item", "1. wait"),
        (".paragraph", "then go"),
        ("paragraph", "ben (12:05): The gate"),
        (".paragraph", "Opens at nine."),
    ]


def test_a_thread_of_a_chat_is_one_article(tmp_path: Path) -> None:
    messages = (said(2, "Help?"), said(3, "Yes.", day=3))
    (page,) = pages(export(tmp_path / "t.json", "GuildPublicThread", *messages))
    assert page.title == "help"
    assert (page.published, page.updated) == (date(2024, 5, 1), date(2024, 5, 3))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"name": "a package"}', "no chat of Discord"),
        ("[1, 2]", "no chat of Discord"),
        ("{", "is not JSON"),
        ('{"channel": {}, "messages": [{"id": 1}]}', "something amiss at “messages.0"),
        ('{"channel": {}, "messages": []}', "no messages with words"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_other_json_says_what_it_is_not(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    assert reason in refusal(path)
