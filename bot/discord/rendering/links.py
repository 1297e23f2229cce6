"""Links to an article, with a text fragment that makes browsers scroll to the quote."""

from urllib.parse import quote as percent
from urllib.parse import urlsplit

from footnote.retrieval.text.text_fragment import text_directive

MAX_LINK = 512
_MESSAGES = "https://discord.com/channels/"


def article_link(url: str | None, quote: str | None = None, anchor: str = "") -> str | None:
    """Return a safe http(s) link, scrolled to `quote` where the length allows; None without one.

    `anchor` is the id of the quote's heading, for browsers that cannot scroll to words.
    Everything that could end the link inside Discord's markup is percent-encoded.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    base = percent(parts._replace(fragment="").geturl(), safe="/:?=&%~+,;$!*'-._@#")
    if len(base) > MAX_LINK:
        return None
    if quote is None or base.startswith(_MESSAGES):  # Discord itself opens these
        return base
    linked = f"{base}#{percent(anchor, safe='')}:~:text={text_directive(quote)}"
    return linked if len(linked) <= MAX_LINK else base
