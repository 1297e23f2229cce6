"""The time a Chinese question speaks of."""

import re
from datetime import date, timedelta

from retrieval.languages.chinese import NUMERALS
from retrieval.search.time_scope import (
    TimeScope,
    around,
    before,
    last_days,
    last_month,
    last_week,
    meant_year,
    month_end,
    one_day,
    period,
    reaching_back,
    since,
    today,
    whole_month,
    whole_years,
    yesterday,
)

_YEAR_NUMBER = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十几]{1,3})"
_UNIT = r"个?(?P<unit>天|日|周|週|星期|礼拜|月|年)"
_DAYS = {"天": 1, "日": 1, "周": 7, "週": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_WEEK = "(?:周末|周|週|星期|礼拜)"
_NAMED_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月(?!亮)"
_YEARS = {"今年": 0, "本年": 0, "去年": 1, "前年": 2}

NOW = re.compile(r"最新|最近|目前|现在|当前|如今|至今|迄今|近来|近期|眼下")
_PLANNED = re.compile(r"将|会(?!议|员|长)|计划|预计|打算|明年|下个?月")
_TODAY = re.compile(r"今天|今日|今晚|今早|今晨")
_YESTERDAY = re.compile(r"昨天|昨日|昨晚|昨夜")
_DAY_BEFORE = re.compile(r"前天|前日")
_THIS_WEEK = re.compile(rf"(?:本|这一?个?){_WEEK}")
_LAST_WEEK = re.compile(rf"上一?个?{_WEEK}")
_THIS_MONTH = re.compile(r"本月|这个月")
_LAST_MONTH = re.compile(r"上个?月")
_NAMED_YEAR = re.compile("|".join(_YEARS))
_BETWEEN = re.compile(
    rf"(?P<one>{_YEAR_NUMBER})年?\s*(?:到|至|—+|–|-|~|～|和|与)\s*(?P<two>{_YEAR_NUMBER})年?"
)
_BETWEEN_MONTHS = re.compile(
    rf"(?:(?P<year>{_YEAR_NUMBER})年)?(?P<one>\d{{1,2}})月?(?:到|至|-|~|～)(?P<two>\d{{1,2}})月"
)
_BEFORE = re.compile(
    rf"(?P<year>{_YEAR_NUMBER})年?(?:(?P<month>\d{{1,2}})月)?(?:份)?(?:之前|以前|前)"
)
_SINCE = re.compile(
    rf"(?:(?P<year>{_YEAR_NUMBER})年)?(?:{_NAMED_MONTH})?(?:份)?(?:以来|之后|以后|后|起|开始)"
)
_ON_DAY = re.compile(rf"(?:(?P<year>{_YEAR_NUMBER})年)?{_NAMED_MONTH}(?P<day>\d{{1,2}})[日号]")
_ISO_DAY = re.compile(rf"(?P<year>{_YEAR_NUMBER})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_IN_MONTH = re.compile(
    rf"(?:(?P<year>{_YEAR_NUMBER})年|(?P<named>{'|'.join(_YEARS)}))?的?{_NAMED_MONTH}"
)
_LAST_FEW = re.compile(rf"(?:最近|过去|近|这){_COUNT}{_UNIT}")
_AGO = re.compile(rf"{_COUNT}{_UNIT}(?:之前|以前|前)")
_YEAR = re.compile(rf"(?P<year>{_YEAR_NUMBER})(?P<decade>年代)?")
_DECADE = re.compile(r"(?P<century>19|20|21)世纪(?P<decade>\d0)年代")


def _day(question: str, as_of: date) -> TimeScope | None:
    if _DAY_BEFORE.search(question):
        return period(as_of - timedelta(days=2), as_of - timedelta(days=1))
    if _YESTERDAY.search(question):
        return yesterday(as_of)
    return today(as_of) if _TODAY.search(question) else None


def _week(question: str, as_of: date) -> TimeScope | None:
    if _THIS_WEEK.search(question):
        return reaching_back(7, as_of)
    return last_week(as_of) if _LAST_WEEK.search(question) else None


def _between(question: str, as_of: date) -> TimeScope | None:
    if match := _BETWEEN.search(question):
        return whole_years(*sorted((int(match["one"]), int(match["two"]))))
    match = _BETWEEN_MONTHS.search(question)
    if match is None:
        return None
    one, two = int(match["one"]), int(match["two"])
    if not (1 <= one <= 12 and 1 <= two <= 12):
        return None
    end = int(match["year"]) if match["year"] else _meant_year(question, as_of, two)
    return period(date(end - (one > two), one, 1), month_end(end, two))


def _before(question: str, as_of: date) -> TimeScope | None:
    match = _BEFORE.search(question)
    return before(int(match["year"]), _month_number(match["month"]), as_of) if match else None


def _since(question: str, as_of: date) -> TimeScope | None:
    for match in _SINCE.finditer(question):
        year = int(match["year"]) if match["year"] else None
        scope = since(year, _month_number(match["month"]), as_of)
        if scope is not None:
            return scope
    return None


def _month_day(question: str, as_of: date) -> TimeScope | None:
    match = _ISO_DAY.search(question) or _ON_DAY.search(question)
    month = _month_number(match["month"]) if match else None
    if match is None or month is None:
        return None
    day = int(match["day"])
    year = int(match["year"]) if match["year"] else _meant_year(question, as_of, month, day)
    return one_day(year, month, day)


def _month(question: str, as_of: date) -> TimeScope | None:
    match = _IN_MONTH.search(question)
    month = _month_number(match["month"]) if match else None
    if match is None or month is None:
        return None
    if match["year"]:
        return whole_month(int(match["year"]), month)
    if match["named"]:
        return whole_month(as_of.year - _YEARS[match["named"]], month)
    return whole_month(_meant_year(question, as_of, month), month)


def _month_or_year(question: str, as_of: date) -> TimeScope | None:
    if _THIS_MONTH.search(question):
        return reaching_back(30, as_of)
    if _LAST_MONTH.search(question):
        return last_month(as_of)
    match = _NAMED_YEAR.search(question)
    if match is None:
        return None
    back = _YEARS[match.group()]
    return whole_years(as_of.year - back, as_of.year - back) if back else reaching_back(365, as_of)


def _span(question: str, as_of: date) -> TimeScope | None:
    for pattern, resolve in ((_LAST_FEW, last_days), (_AGO, around)):
        if match := pattern.search(question):
            return resolve(_count(match["count"]) * _DAYS[match["unit"]], as_of)
    return None


def _year(question: str, as_of: date) -> TimeScope | None:
    spans = [
        (int(match["year"]), int(match["year"]) + (9 if match["decade"] else 0))
        for match in _YEAR.finditer(question)
    ]
    for match in _DECADE.finditer(question):
        start = (int(match["century"]) - 1) * 100 + int(match["decade"])
        spans.append((start, start + 9))
    spans = [span for span in spans if span[0] <= as_of.year]
    return whole_years(min(spans)[0], max(end for _, end in spans)) if spans else None


def _meant_year(question: str, as_of: date, month: int, day: int = 1) -> int:
    return meant_year(as_of, month, day, planned=_PLANNED.search(question) is not None)


def _month_number(text: str | None) -> int | None:
    number = _count(text) if text else 0
    return number if 1 <= number <= 12 else None


def _count(text: str) -> int:
    """Return a small number written in figures or in one to three characters."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    units = sum(NUMERALS[numeral] for numeral in ones)
    if not ten:
        return units
    return 10 * (sum(NUMERALS[numeral] for numeral in tens) or 1) + units


RESOLVERS = (
    *(_day, _week),
    *(_between, _before, _since, _month_day, _month),
    *(_month_or_year, _span, _year),
)
"""In the order of the English ones: seen from today, then as named, then the coarser words."""
