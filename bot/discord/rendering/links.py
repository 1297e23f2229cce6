"""Links to an article, with a text fragment that makes browsers scroll to the quote."""

import re
from urllib.parse import quote as percent
from urllib.parse import urlsplit

MAX_LINK = 512
_WHOLE_QUOTE = 60
_EDGE_WORDS = 4


def article_link(url: str | None, quote: str | None = None) -> str | None:
    """Return a safe http(s) link, scrolled to `quote` where the length allows; None without one.

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
    if quote is None:
        return base
    linked = f"{base}#:~:text={_fragment(quote)}"
    return linked if len(linked) <= MAX_LINK else base


def _fragment(quote: str) -> str:
    words = re.split(r"\s+", quote.strip())
    if len(quote) <= _WHOLE_QUOTE or len(words) <= 2 * _EDGE_WORDS:
        return _encoded(" ".join(words))
    return f"{_encoded(' '.join(words[:_EDGE_WORDS]))},{_encoded(' '.join(words[-_EDGE_WORDS:]))}"


def _encoded(text: str) -> str:
    # A bare `-` or `,` has a meaning of its own inside a text fragment.
    return percent(text.encode("utf-8", "replace"), safe="").replace("-", "%2D")
