"""Pages that hold a site's request for consent where the article should be."""

import re

_MOST_CHARACTERS = 3_000
"""Requests are short; a long text about a reader's data is a policy that somebody may want."""

_SHARE = 0.5
"""Of the characters: in RealTimeQA-dev the six walls have 0.79, the next page 0.38."""

_TO_READERS = re.compile(
    r"\b(?:you|your|we|us|our|tus?|tú|te|su|sus|usted|nosotros|nuestr[oa]s?|usamos|utilizamos)\b"
    r"|您|你|我们",
    re.IGNORECASE,
)
_OF_THEIR_DATA = re.compile(
    r"\b(?:cookies?|consent(?:s|ing)?|privacy\ (?:policy|notice|statement|settings|preferences)"
    r"|(?:your|personal|the)\ (?:data|details|information)(?:\ you\ have\ shared)?"
    r"|(?:use|storage|sharing|processing)\ of\ (?:this|your|personal)\ (?:data|information)"
    r"|legitimate\ interests?|unsubscribe|opt\ out"
    r"|(?:política|aviso)\ de\ (?:privacidad|cookies)|consentimiento|datos\ personales"
    r"|(?:tus|sus)\ datos|interés\ legítimo)\b"
    r"|隐私(?:政策|声明|权)|个人(?:信息|数据|资料)|您的(?:数据|信息|同意)|征得|Cookie",
    re.IGNORECASE | re.VERBOSE,
)
_IN_TITLES = re.compile(
    r"\b(?:cookies?|privacy|privacidad|consent|data|datos|policy|política|terms|términos"
    r"|aviso|notice)\b|隐私|条款|数据|信息|政策|声明",
    re.IGNORECASE,
)


def is_wall(title: str, text: str) -> bool:
    """Tell whether a text speaks to readers of their data and of little else.

    Never one whose title speaks of it: a site's policy, or an article on the matter.
    """
    if len(text) > _MOST_CHARACTERS or _IN_TITLES.search(title):
        return False
    asking = sum(
        len(line)
        for line in text.split("\n")
        if _TO_READERS.search(line) and _OF_THEIR_DATA.search(line)
    )
    return asking > _SHARE * len(text)
