"""What a site's robots.txt says to us."""

from protego import Protego

_REFUSING_STATUS = 500


class Robots:
    """The rules of one site, from the answer to the request for its robots.txt.

    As RFC 9309 has it: the longest rule that fits decides, no such file allows everything, a server
    in trouble allows nothing.
    """

    def __init__(self, agent: str, status: int, body: bytes) -> None:
        self._agent = agent
        self._in_trouble = status >= _REFUSING_STATUS or status == 429
        self._rules = Protego.parse(body.decode("utf-8-sig", "replace") if status < 400 else "")

    def allow(self, url: str) -> bool:
        """Return whether the site lets us fetch a URL."""
        return not self._in_trouble and self._rules.can_fetch(url, self._agent)

    @property
    def delay(self) -> float | None:
        """The seconds between two pages the site asks for."""
        return self._rules.crawl_delay(self._agent)
