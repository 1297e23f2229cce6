"""The many ways a language model's server fails, each as one sentence.

Providers raise errors of their own; they are told apart by HTTP status and class name, so that no
provider's package has to be imported to know its errors.
"""

from footnote.retrieval.errors import AnswererError

_AWAY = ("connect", "network", "unreachable", "resolve", "nodename")
_SLOW = ("timeout", "timedout")
_HALF = ("remoteprotocol", "incompleteread", "readerror", "chunked", "protocolerror", "closed")
_GARBLED = ("decode", "json", "validation", "unicode", "valueerror", "typeerror", "keyerror")


def status_of(error: BaseException) -> int | None:
    """Return the HTTP status an error carries, whichever provider's it is."""
    for one in _chain(error):
        for holder in (one, getattr(one, "response", None)):
            status = getattr(holder, "status_code", None)
            if isinstance(status, int):
                return status
    return None


def retry_after(error: BaseException) -> float | None:
    """Return the seconds a server asks to wait, where it says so."""
    for one in _chain(error):
        headers = getattr(getattr(one, "response", None), "headers", None)
        value = headers.get("retry-after") if headers is not None else None
        if value:
            try:
                return max(float(value), 0.0)
            except ValueError:
                return None
    return None


def is_passing(error: BaseException) -> bool:
    """Tell whether the same call may succeed a moment later."""
    status = status_of(error)
    if status is not None:
        return status in {408, 409, 425, 429} or status >= 500
    return _resembles(error, _AWAY) or _resembles(error, _SLOW)


def as_answerer_error(error: BaseException, *, where: str, timeout_s: float) -> AnswererError:
    """Return an error with one sentence that names the model and what to do."""
    return AnswererError(_sentence(error, where, timeout_s))


def _sentence(error: BaseException, where: str, timeout_s: float) -> str:
    status = status_of(error)
    if status in {401, 403}:
        return f"{where} refused the API key ({status}): check generation.api_key."
    if status == 404:
        return f"{where} does not know the model (404): check generation.model."
    if status == 429:
        return f"{where} is over its rate limit or quota (429): try again later."
    if status is not None and status >= 500:
        return f"{where} failed ({status}): try again later."
    if status is not None and status >= 400:
        return f"{where} refused the request ({status}): check the generation settings."
    if _resembles(error, _SLOW):
        return f"{where} did not answer within {timeout_s:g} s: raise generation.timeout_s."
    if _resembles(error, _HALF):
        return f"{where} broke off in the middle of its answer."
    if _resembles(error, _AWAY):
        return f"{where} cannot be reached: check that it runs, and generation.base_url."
    if _resembles(error, _GARBLED):
        return f"{where} sent something that is no answer: check generation.base_url."
    return f"{where} failed ({type(error).__name__}): check the generation settings."


def _resembles(error: BaseException, fragments: tuple[str, ...]) -> bool:
    names = " ".join(cls.__name__.lower() for one in _chain(error) for cls in type(one).__mro__[:3])
    return any(fragment in names for fragment in fragments)


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found
