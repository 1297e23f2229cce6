"""What every store keeps, on each engine, and what two processes see of each other."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from footnote.bot.discord.aftermath.feedback import Feedback, FeedbackStore
from footnote.bot.discord.aftermath.posted import PostedAnswer, PostedStore
from footnote.bot.discord.asking.catching_up import Hearing
from footnote.bot.discord.asking.inquiry import TakenQuestion
from footnote.bot.discord.asking.questions import QuestionStore
from footnote.bot.discord.journal import Journal
from footnote.bot.discord.library.additions import Additions, GivenAddition
from footnote.bot.discord.library.incoming import placed
from footnote.bot.discord.options import DiscordSettings
from footnote.bot.discord.settings.place_settings import PlaceSettings, PlaceStore
from footnote.bot.discord.state import Shard, StateDatabase
from footnote.bot.discord.teaching.gaps import Gap, GapStore
from footnote.bot.discord.teaching.store import Source, Taught, TeachingStore
from footnote.retrieval.question import Filters

Opener = Callable[[], StateDatabase]
GUILD, OTHER = 1 << 60, 77 << 22
ASKED = TakenQuestion(
    id=(1 << 60) + 9,
    kind="interaction",
    channel_id=11,
    guild_id=GUILD,
    asker_id=31,
    private=True,
    token="a token with % and ?",
    filters=Filters(since=date(2020, 2, 29), source="harbour.example"),
)


def questions_of(state: StateDatabase) -> QuestionStore:
    return QuestionStore(state, Journal())


async def lose_leases(state: StateDatabase) -> None:
    """Let it be as long after the last renewal as leases last."""
    await state.run("UPDATE questions SET lease_until = lease_until - 100")


# --- questions -----------------------------------------------------------------------------------


async def test_a_question_is_taken_once_and_taken_over_as_it_was(another: Opener) -> None:
    state = another()
    one, other = questions_of(state), questions_of(another())
    assert await one.take(ASKED)
    assert not await other.take(ASKED)
    assert await other.claim() == []
    await lose_leases(state)
    await one.renew()
    assert await other.claim() == []
    await lose_leases(state)
    assert await other.claim() == [ASKED]
    assert await other.claim() == await one.claim() == []


async def test_only_its_owner_closes_a_question(another: Opener) -> None:
    state = another()
    one, other = questions_of(state), questions_of(another())
    assert await one.take(ASKED)
    await one.note_reply(ASKED.id, 5)
    await lose_leases(state)
    assert len(await other.claim()) == 1
    await one.renew()
    await one.close(ASKED.id, "failed")
    assert await one.state(ASKED.id) == ("pending", 5)
    await other.close(ASKED.id, "answered")
    await one.close(ASKED.id, "failed")
    assert await one.state(ASKED.id) == ("answered", 5)
    (row,) = await state.rows("SELECT token, owner FROM questions WHERE id = ?", ASKED.id)
    assert (row["token"], row["owner"]) == (None, None)


async def test_what_is_released_or_reopened_has_its_new_owner_at_once(another: Opener) -> None:
    one, other = questions_of(another()), questions_of(another())
    assert await one.take(ASKED)
    await one.release()
    assert await other.claim() == [ASKED]
    await other.close(ASKED.id, "answered")
    await one.reopen(ASKED.id)
    assert await other.claim() == []


async def test_of_many_questions_each_is_taken_by_one_process_and_taken_over_by_one(
    another: Opener,
) -> None:
    states = [another() for _ in range(3)]
    stores = [questions_of(state) for state in states]
    asked = [TakenQuestion(n, "message", 1, GUILD, 3) for n in range(1, 41)]
    won = await asyncio.gather(*(store.take(one) for store in stores for one in asked))
    assert sum(won) == len(asked)
    await lose_leases(states[0])
    heirs = [questions_of(state) for state in states]
    claimed = await asyncio.gather(*(heir.claim() for heir in heirs))
    times = Counter(one.id for found in claimed for one in found)
    assert times == dict.fromkeys(range(1, 41), 1)


async def test_parts_replies_and_counts_of_questions(state: StateDatabase) -> None:
    questions = questions_of(state)
    direct = TakenQuestion(3, "message", 12, None, 31)
    assert await questions.take(ASKED)
    assert await questions.take(direct)
    await questions.note_reply(3, 40)
    for message in (41, 42):
        await questions.note_part(3, 1, message)
    await questions.note_part(99, 1, 43)
    assert await questions.parts(3) == {1: 42}
    assert await questions.parts(99) == {}
    assert [await questions.is_answer(n) for n in (40, 42, 41)] == [True, True, False]
    assert await questions.direct_channels(0) == [12]
    assert await questions.asked_since(GUILD, 0) == 1
    assert await questions.forget_asker(31) == 3
    assert await questions.state(3) is None


async def test_old_questions_go_with_their_parts(state: StateDatabase) -> None:
    questions = questions_of(state)
    assert await questions.take(ASKED)
    await questions.note_part(ASKED.id, 1, 43)
    await questions.sweep(before=1.0)
    assert await questions.state(ASKED.id) is not None
    await questions.sweep(before=1e12)
    assert await questions.state(ASKED.id) is None
    assert await questions.parts(ASKED.id) == {}


# --- answers, feedback, gaps ---------------------------------------------------------------------


async def test_an_answer_is_remembered_until_it_is_marked(state: StateDatabase) -> None:
    posted, questions = PostedStore(state), questions_of(state)
    answer = PostedAnswer(8, ASKED.id, 11, GUILD, 31, "default", {"a": "1", "b": "2"})
    await posted.add(answer)
    assert await posted.unmarked("default", 0) == [], "nobody asked it"
    assert await questions.take(ASKED)
    for versions in ({"a": "1", "b": "2"}, {"b": "3"}):
        answer = PostedAnswer(8, ASKED.id, 11, GUILD, 31, "default", versions)
        await posted.add(answer)
    assert await posted.unmarked("default", 0) == [answer]
    assert await posted.libraries(0) == ["default"]
    await posted.mark(8)
    assert await posted.unmarked("default", 0) == []
    assert await posted.forget_asker(31) == 1
    assert await state.rows("SELECT * FROM posted_articles") == []


async def test_feedback_is_counted_quoted_and_becomes_nameless(state: StateDatabase) -> None:
    store = FeedbackStore(state)
    said = Feedback(
        8, 31, GUILD, "default", "down", "When?", date(2024, 5, 1), "May", "in May", ("a",)
    )
    await store.press(Feedback(8, 32, None, "default", "up"))
    await store.press(Feedback(8, 32, None, "default", "up"))
    await store.add(said)
    await store.press(Feedback(8, 31, GUILD, "default", "down"))
    assert await store.counts() == {"up": 1, "down": 1}
    assert await store.counts(GUILD) == {"down": 1}
    assert await store.latest(GUILD, 5) == [("When?", "May")]
    assert await store.quoted() == {"default": {"a"}}
    await store.sweep(1e12)
    (row,) = await state.rows("SELECT user_id, id FROM feedback")
    assert row["user_id"] == -row["id"]
    assert await store.quoted() == {"default": {"a"}}
    assert await store.forget_quoted("default", ["a", "b"]) == 1
    (line,) = await store.fixtures("default")
    assert json.loads(line)["answers"] == ["May"]
    assert "evidence" not in json.loads(line)


async def test_a_gap_is_kept_once_and_filled_once(state: StateDatabase) -> None:
    gaps, questions = GapStore(state), questions_of(state)
    gap = Gap(ASKED.id, GUILD, 11, 31, "default", "Why %s?", private=True, reply_to=None)
    await gaps.add(gap)
    assert await gaps.open_in(None) == []
    assert await questions.take(ASKED)
    await gaps.add(gap)
    await gaps.add(gap)
    await gaps.note_notice(ASKED.id, 50)
    found = await gaps.of_notice(50)
    assert found is not None
    assert (found.question, found.private, found.reply_to) == ("Why %s?", True, None)
    await gaps.move(GUILD, "default", "harbour")
    assert [one.library for one in await gaps.open_in("harbour")] == ["harbour"]
    assert [await gaps.fill(ASKED.id) for _ in range(2)] == [True, False]
    await gaps.sweep(1e12)
    assert await gaps.of_notice(50) is None


# --- what operators set --------------------------------------------------------------------------


async def test_what_one_process_sets_the_next_one_reads(another: Opener) -> None:
    places, taught = PlaceStore(another()), TeachingStore(another())
    for cooldown in (4, 5):
        await places.save(GUILD, 0, PlaceSettings(cooldown_s=cooldown))
    for tag in ("", "solved"):
        await taught.add_source(Source(11, GUILD, "default", tag))
    state = another()
    places, taught = PlaceStore(state), TeachingStore(state)
    await places.load()
    await taught.load()
    assert places.of(GUILD).cooldown_s == 5
    assert taught.sources == {11: Source(11, GUILD, "default", "solved")}


async def test_messages_that_are_articles_are_found_and_forgotten(state: StateDatabase) -> None:
    store = TeachingStore(state)
    by_hand = Taught(1, 11, GUILD, 31, "default", "a", "v1", from_source=False)
    heard = Taught(2, 11, GUILD, 31, "default", "b", "v1", from_source=True)
    again = Taught(2, 11, GUILD, 31, "default", "b", "v2", from_source=True)
    await store.put([by_hand, heard])
    await store.put([again])
    await store.put([])
    assert await store.get([1, 2, 3]) == [by_hand, again]
    assert await store.of_channel(11) == {2: again}
    assert await store.by_hand(5) == [by_hand]
    await store.delete([2])
    await store.forget_article("default", "a")
    assert await store.get([1, 2]) == []


async def test_what_is_given_is_found_by_the_next_process(
    state: StateDatabase, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inbox = tmp_path_factory.mktemp("inbox")
    service: object = None
    additions = Additions(state, service, inbox, DiscordSettings(), Journal())  # type: ignore[arg-type]
    monkeypatch.setattr(additions, "queue", lambda *_: None)
    file = additions.folder(7) / "notes.txt"
    file.parent.mkdir(parents=True)
    file.write_text("1234")
    given = GivenAddition(7, GUILD, 11, 31, "default", (file,), ("https://a.example",), ("b",))
    await additions.begin(given, report=None)  # type: ignore[arg-type]
    assert await additions.left() == [given]
    assert await additions.bytes_given(GUILD) == 4
    assert placed(given.files, inbox / "default") == [inbox / "default" / "notes.txt"]
    assert placed(given.files, inbox / "default") == [inbox / "default" / "notes.txt"]
    assert await additions.left() == [given], "it was being read when its process died"
    (inbox / "default" / "notes.txt").unlink()
    (elsewhere,) = await additions.left()
    assert elsewhere.refused == ("b", "notes.txt: the host that had it is gone; give it again")
    assert await additions.left(Shard(1 - (GUILD >> 22) % 2, 2)) == []


async def test_a_server_is_forgotten_whole_and_others_stay(state: StateDatabase) -> None:
    places, questions = PlaceStore(state), questions_of(state)
    for guild in (GUILD, OTHER):
        await places.save(guild, 0, PlaceSettings(cooldown_s=5))
        await questions.take(TakenQuestion(guild + 1, "message", 1, guild, 3))
        await questions.note_part(guild + 1, 1, guild + 2)
    assert await places.forget_all_but([OTHER]) == [GUILD]
    assert await questions.parts(GUILD + 1) == {}
    assert await questions.state(GUILD + 1) is None
    assert await questions.parts(OTHER + 1) == {1: OTHER + 2}
    assert await places.forget_all_but([OTHER]) == []


async def test_how_far_was_heard_is_remembered(another: Opener) -> None:
    hearing = Hearing(another(), Journal())
    await hearing.load()
    hearing.heard(1000 << 22, 0, live=False)
    await hearing.note_last()
    after = Hearing(another(), Journal())
    await after.load()
    assert after.gap(0) is not None
