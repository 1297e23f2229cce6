"""What a site's robots.txt says to us."""

from urllib.robotparser import RobotFileParser

_REFUSING_STATUS = 500


class Robots:
    """The rules of one site, from the answer to the request for its robots.txt.

    As RFC 9309 has it: no such file allows everything, a server in trouble allows nothing.
    """

    def __init__(self, agent: str, status: int, body: bytes) -> None:
        self._agent = agent
        self._rules: RobotFileParser | None = None
        self._in_trouble = status >= _REFUSING_STATUS or status == 429
        if status < 400:
            self._rules = RobotFileParser()
            self._rules.parse(body.decode("utf-8", "replace").splitlines())

    def allow(self, url: str) -> bool:
        """Return whether the site lets us fetch a URL."""
        if self._in_trouble:
            return False
        return self._rules is None or self._rules.can_fetch(self._agent, url)

    @property
    def delay(self) -> float | None:
        """The seconds between two pages the site asks for."""
        asked = self._rules.crawl_delay(self._agent) if self._rules is not None else None
        try:
            return None if asked is None else max(0.0, float(asked))
        except ValueError:
            return None
