"""What a site's robots.txt says to us."""

from urllib.robotparser import RobotFileParser

_REFUSING_STATUS = 500


def may_fetch(url: str, agent: str, status: int, body: bytes) -> bool:
    """Return whether a site lets `agent` fetch a URL, given the answer to its robots.txt.

    As RFC 9309 has it: no such file allows everything, a server in trouble allows nothing.
    """
    if status >= _REFUSING_STATUS:
        return False
    if status >= 400:
        return True
    rules = RobotFileParser()
    rules.parse(body.decode("utf-8", "replace").splitlines())
    return rules.can_fetch(agent, url)
