"""Forums as sources: a post with the tag of its source is one article, and stays in step."""

from house import House
from loopback import payloads
from loopback.payloads import Payload
from operator_commands import own_library, use

SOLVED = "7001"


def forum_in(house: House) -> Payload:
    forum = house.world.channel(house.guild, "help", payloads.FORUM)
    forum["available_tags"] = [
        {"id": SOLVED, "name": "Solved", "moderated": False, "emoji_id": None, "emoji_name": None}
    ]
    house.world.announce("CHANNEL_CREATE", forum, house.guild["id"])
    return forum


def tag(house: House, post: Payload, *tags: str) -> None:
    post["applied_tags"] = list(tags)
    house.world.announce("THREAD_UPDATE", post, house.guild["id"])


def texts(house: House) -> list[str]:
    return [a.text for a in house.service.libraries.get(own_library(house), {}).values()]


async def test_a_solved_post_becomes_an_article_and_follows_what_happens(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)
    forum = forum_in(house)
    added = await use(house, "library source", house.world.owner, channel=forum, tag="solved")
    assert "help" in added.text or forum["id"] in added.text
    post = house.people.forum_post(house.ann, forum, "Stuck winch", "The winch is stuck.")
    answer = house.people.say(house.ben, post, "Oil its bearing.")
    await house.pause(0.5)
    assert texts(house) == [], "not solved yet"
    tag(house, post, SOLVED)
    await house.world.until(lambda: texts(house) == ["The winch is stuck.\n\nOil its bearing."])
    house.world.edit(answer, {"content": "Grease its bearing."})
    await house.world.until(lambda: texts(house) == ["The winch is stuck.\n\nGrease its bearing."])
    house.world.delete_message(answer)
    await house.world.until(lambda: texts(house) == ["The winch is stuck."])
    tag(house, post)
    await house.world.until(lambda: texts(house) == [])


async def test_a_deleted_post_takes_its_article_along(house: House) -> None:
    await house.stop()
    await house.start(message_content=True)
    forum = forum_in(house)
    await use(house, "library source", house.world.owner, channel=forum)
    post = house.people.forum_post(house.ann, forum, "Stuck winch", "The winch is stuck.")
    await house.world.until(lambda: texts(house) == ["The winch is stuck."])
    (article,) = house.service.libraries[own_library(house)].values()
    assert article.head.title == "Stuck winch"
    assert article.head.url.endswith(f"/{post['id']}/{post['id']}"), "a footnote leads to the post"
    del house.world.channels[post["id"]]
    del house.world.messages[post["id"]]
    gone = {k: post[k] for k in ("id", "guild_id", "parent_id", "type")}
    house.world.announce("THREAD_DELETE", gone, house.guild["id"])
    await house.world.until(lambda: texts(house) == [])
