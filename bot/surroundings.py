"""The text around a quote, cut between words."""


def text_before(text: str, start: int, width: int) -> str:
    """Return up to `width` characters before `start`; an ellipsis says where more was."""
    if start <= width:
        return text[:start]
    cut = text[start - width : start] if width else ""
    return "…" + cut.partition(" ")[2]


def text_after(text: str, end: int, width: int) -> str:
    """Return up to `width` characters from `end` on; an ellipsis says where more was."""
    if len(text) - end <= width:
        return text[end:]
    return text[end : end + width].rpartition(" ")[0] + "…"
