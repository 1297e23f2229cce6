"""What Chinese questions ask for, what answers them, and how they lean on what was said.

Whether a sentence names a person cannot be told by its surface, so a question for a name expects
nothing in particular.
"""

import re

from footnote.retrieval.languages.base import ANYTHING, NEVER, FollowUps, Kind, Names, Questions

_DIGITS = "〇零一二三四五六七八九"

QUESTIONS = Questions(
    asks={
        Kind.AGE: re.compile(
            r"多大(?:年[纪龄]|岁数)|几岁|多少岁|[什甚]么年[纪龄]|年[纪龄]是?多[大少]"
        ),
        Kind.DURATION: re.compile(r"多久|多长时间"),
        Kind.YEAR: re.compile(r"哪一?年|何年|哪个年份|几几年"),
        Kind.NUMBER: re.compile(
            r"多少|百分之几|有多[大高长远久深重快宽厚]|多[大高长远久深重快宽]"
            r"|几[个人次年天名位岁家所种座条月场支届部]"
        ),
        Kind.DATE: re.compile(
            r"什么时候|什么时间|何时|哪一?[天日]|哪个(?:月|世纪|年代)|几[月号日]|什么日期"
        ),
        Kind.NAME: NEVER,
    },
    says={
        Kind.AGE: re.compile(r"岁|年[纪龄]|出生|生于|生日|[\d０-９万亿]年|世纪"),
        Kind.DURATION: re.compile(
            r"[秒分时天日夜周月年]|小时|星期|世纪|年代|[到至止期]|一直|永[久远]|[\d０-９](?:米|公里|千米)"
        ),
        Kind.YEAR: re.compile(rf"(?<!\d)(?:1\d{{3}}|20\d\d)(?!\d)|[一二][{_DIGITS}]{{3}}年"),
        Kind.NUMBER: re.compile(
            r"[\d０-９]|[二两三四五六七八九十百千万亿半]|一[个人次年天名位岁家所种座条]"
        ),
        Kind.DATE: re.compile(
            r"[\d０-９]|[年月日周]|星期|世纪|年代|时期|[今昨明后前]天|早上|上午|中午|下午|晚上|夜"
            r"|[春夏秋冬][天季]|之前|之后|以后|以前|期间|开始"
        ),
        Kind.NAME: ANYTHING,
    },
    spoken_of=frozenset(),
    asking=NEVER,
)

NAMES = Names(
    run=re.compile(r"[A-ZÀ-Þ][\w’'-]+(?:\s+(?:de\s+(?:la\s+)?)?[A-ZÀ-Þ][\w’'-]+)*"),
    openers=frozenset(),
)
"""Those of other writings, which alone have capitals."""

FOLLOW_UPS = FollowUps(
    points=re.compile(r"[他她它]们?|^\W*(?:这|那)(?!里有|么多)|其中|该|此(?:后|前|外|人|事)"),
    fragment=re.compile(r"^\W*(?:那么?|还有|另外|然后|而且|但是?|为什么|后来)|呢\W*$"),
    whole=re.compile(r"谁是.{2}|什么是.{2}|.{2}(?:是谁|是什么|在哪)"),
)
