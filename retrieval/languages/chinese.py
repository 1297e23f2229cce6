"""Chinese: question words, what answers them, follow-ups, refusals.

Whether a sentence names a person cannot be told by its surface, so a question for a name expects
nothing in particular.
"""

import re

from retrieval.languages.words import FollowUps, Kind, LanguageWords, Phrases

NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九十")} | {
    "两": 2,
    "〇": 0,
    "几": 3,
}
"""Single characters for small numbers; "几" (a few) counts as three."""

_DIGITS = "〇零一二三四五六七八九"

WORDS = LanguageWords(
    asks={
        Kind.YEAR: re.compile(r"哪一?年|何年|哪个年份|几几年"),
        Kind.NUMBER: re.compile(
            r"多少|百分之几|有多[大高长远久深重快宽厚]|多[大高长远久深重快宽]"
            r"|几[个人次年天名位岁家所种座条月场支届部]"
        ),
        Kind.DATE: re.compile(
            r"什么时候|什么时间|何时|哪一?[天日]|哪个(?:月|世纪|年代)|几[月号日]|什么日期"
        ),
    },
    says={
        Kind.YEAR: re.compile(rf"(?<!\d)(?:1\d{{3}}|20\d\d)(?!\d)|[一二][{_DIGITS}]{{3}}年"),
        Kind.NUMBER: re.compile(
            r"[\d０-９]|[二两三四五六七八九十百千万亿半]|一[个人次年天名位岁家所种座条]"
        ),
        Kind.DATE: re.compile(
            r"[\d０-９]|[年月日周]|星期|世纪|年代|时期|[今昨明后前]天|早上|上午|中午|下午|晚上|夜"
            r"|[春夏秋冬][天季]|之前|之后|以后|以前|期间|开始"
        ),
    },
    follow_ups=FollowUps(
        points=re.compile(r"[他她它]们?|^\W*(?:这|那)(?!里有|么多)|其中|该|此(?:后|前|外|人|事)"),
        fragment=re.compile(r"^\W*(?:那么?|还有|另外|然后|而且|但是?|为什么|后来)|呢\W*$"),
        whole=re.compile(r"谁是.{2}|什么是.{2}|.{2}(?:是谁|是什么|在哪)"),
    ),
    noise=re.compile(
        r"请问|为什么|什么时候|什么时间|什么|哪一?[个些里位年天]|多少|有多|几个|何时|何地|何人|谁"
        r"|怎么样?|怎样|如何|是否|能否|[吗呢]"
    ),
)

PHRASES = Phrases(
    opening="库中的文章没有回答这个问题",
    joint="：",
    stop="。",
    lacking={
        Kind.NUMBER: "与问题相近的段落都没有给出数字",
        Kind.YEAR: "与问题相近的段落都没有给出年份",
        Kind.DATE: "与问题相近的段落都没有给出日期",
        Kind.NAME: "与问题相近的段落都没有提到任何人",
    },
    nothing_matches="没有文章符合该问题及其筛选条件",
    not_close="没有段落与问题足够接近",
    closest="库中最接近的文章：",
    title="《{}》",
    between="；",
)
