"""Chinese numerals as values, and words that are not looked up."""

import re

from footnote.retrieval.languages.base import NEVER, Abbreviations, Detection, SearchWords

NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九十")} | {
    "两": 2,
    "〇": 0,
    "几": 3,
}
"""Single characters for small numbers; "几" (a few) counts as three."""

DETECTION = Detection(
    function_words=frozenset(),
    script=re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    marks=NEVER,
    question=NEVER,
)

SEARCH = SearchWords(
    stop=frozenset(),
    stop_everywhere=frozenset(),
    noise=re.compile(
        r"请问|为什么|什么时候|什么时间|什么|哪一?[个些里位年天]|多少|有多|几个|何时|何地|何人|谁"
        r"|怎么样?|怎样|如何|是否|能否|[吗呢]"
    ),
    endings=(),
    numbered=frozenset(),
)

ABBREVIATIONS = Abbreviations(
    titles=frozenset(),
    before_number=frozenset(),
    either_way=frozenset(),
    roles=frozenset(),
    starters=frozenset(),
)
"""A Chinese stop ends a sentence always."""
