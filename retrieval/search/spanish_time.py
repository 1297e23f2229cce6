"""The time a Spanish question speaks of; accents do not matter."""

import re
from datetime import date, timedelta

from retrieval.languages import without_accents
from retrieval.languages.spanish import MONTHS, NUMBERS, WEEKDAYS
from retrieval.search.time_scope import (
    TimeScope,
    around,
    before,
    last_days,
    last_month,
    last_week,
    last_weekday,
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

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
_YEAR_NUMBER = r"(?:19|20)\d\d"
_OF = r"\s+(?:del?\s+)?(?:ano\s+)?"
_DAYS = {"dia": 1, "semana": 7, "mes": 30, "ano": 365}
_UNIT = r"(?P<unit>dia|semana|mes(?=es)|mes|ano)(?:e?s)?\b"

NOW = re.compile(
    r"\b(?:lo\s+[uú]ltimo|m[aá]s\s+(?:reciente|nuev[oa])s?|recient(?:es?|emente)"
    r"|[uú]ltimas?\s+(?:noticias?|novedad(?:es)?|informaci[oó]n)|(?:las|los)\s+[uú]ltim[oa]s"
    r"|actual(?:es|mente)?|ahora|hoy\s+en\s+d[ií]a|hasta\s+la\s+fecha|en\s+este\s+momento)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:va(?:n)?\s+a|previst[oa]s?|proxim[oa]s?|planea\w*|programad[oa]s?|\w{3,}(?:ra|ran))\b"
)
_TODAY = re.compile(r"\b(?:hoy(?!\s+en\s+dia)|esta\s+(?:noche|tarde|manana))\b")
_YESTERDAY = re.compile(r"\b(?:ayer|anoche)\b")
_DAY_BEFORE = re.compile(r"\b(?:anteayer|antes\s+de\s+ayer)\b")
_THIS = re.compile(
    r"\best[ea]\s+(?:mism[oa]\s+)?(?P<unit>fin\s+de\s+semana|semana|mes|ano)\b"
    r"|\b(?P<unit2>semana|mes|ano)\s+(?:en\s+curso|actual)\b"
    r"|\b(?:la|el)\s+(?:ultim[oa]|proxim[oa])\s+(?P<unit3>semana|mes|ano)\b"
)
_LAST = re.compile(
    r"\b(?P<unit>fin\s+de\s+semana|semana|mes|ano)\s+(?:pasad[oa]|anterior)\b"
    r"|\b(?:pasad[oa])\s+(?P<unit2>semana|mes|ano)\b"
)
_BETWEEN = re.compile(
    rf"\b(?:entre|de|desde)\s+(?:el\s+ano\s+|el\s+)?(?P<one>{_YEAR_NUMBER})\s+(?:y|e|a|hasta|al)\s+"
    rf"(?:el\s+)?(?P<two>{_YEAR_NUMBER})\b"
)
_BETWEEN_MONTHS = re.compile(
    rf"\b(?:entre|de|desde)\s+(?P<one>{_MONTH})(?:{_OF}(?P<year1>{_YEAR_NUMBER}))?\s+"
    rf"(?:y|e|a|hasta)\s+(?P<two>{_MONTH})\b(?:{_OF}(?P<year2>{_YEAR_NUMBER}))?"
)
_BEFORE = re.compile(
    rf"\b(?:antes\s+del?|hasta)\s+(?:ano\s+)?(?:(?P<month>{_MONTH}){_OF})?(?P<year>{_YEAR_NUMBER})\b"
)
_SINCE = re.compile(
    rf"\b(?:desde|a\s+partir\s+del?)\s+(?:el\s+)?(?:ano\s+)?"
    rf"(?:(?P<month>{_MONTH})\b(?:{_OF}(?P<year>{_YEAR_NUMBER}))?|(?P<year2>{_YEAR_NUMBER})\b)"
)
_ISO_DAY = re.compile(rf"\b(?P<year>{_YEAR_NUMBER})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_ON_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}}|primero|uno)\s+de\s+(?P<month>{_MONTH})\b(?:{_OF}(?P<year>{_YEAR_NUMBER}))?"
)
_ON_WEEKDAY = re.compile(rf"\bel\s+(?:pasado\s+)?(?P<day>{'|'.join(WEEKDAYS)})\b")
_IN_MONTH = re.compile(
    rf"\b(?:en|durante|de|este|a)\s+(?:el\s+mes\s+de\s+)?(?:principios\s+de\s+|mediados\s+de\s+"
    rf"|finales\s+de\s+)?(?P<month>{_MONTH})\b(?:{_OF}(?P<year>{_YEAR_NUMBER}))?"
)
_LAST_FEW = re.compile(
    rf"\b(?:l[oa]s\s+)?(?:ultim[oa]s|pasad[oa]s)\s+(?P<count>\d{{1,3}}|{_NUMBER})\s+{_UNIT}"
)
_AGO = re.compile(rf"\bhace\s+(?:unos\s+|unas\s+)?(?P<count>\d{{1,3}}|una?|{_NUMBER})\s+{_UNIT}")
_YEAR = re.compile(rf"\b(?P<decade>decada\s+de\s+|(?:los\s+)?anos\s+)?(?P<year>{_YEAR_NUMBER})\b")


def _day(question: str, as_of: date) -> TimeScope | None:
    asked = without_accents(question)
    if _DAY_BEFORE.search(asked):
        return period(as_of - timedelta(days=2), as_of - timedelta(days=1))
    if _YESTERDAY.search(asked):
        return yesterday(as_of)
    return today(as_of) if _TODAY.search(asked) else None


def _week(question: str, as_of: date) -> TimeScope | None:
    return _pointed(question, as_of, weeks=True)


def _month_or_year(question: str, as_of: date) -> TimeScope | None:
    return _pointed(question, as_of, weeks=False)


def _pointed(question: str, as_of: date, *, weeks: bool) -> TimeScope | None:
    asked = without_accents(question)
    for pattern in (_THIS, _LAST):
        for match in pattern.finditer(asked):
            unit = next(name for name in match.groups() if name).split()[-1]
            if (unit == "semana") != weeks:
                continue
            if pattern is _THIS:
                return reaching_back(_DAYS[unit], as_of)
            if unit == "semana":
                return last_week(as_of)
            if unit == "mes":
                return last_month(as_of)
            return whole_years(as_of.year - 1, as_of.year - 1)
    return None


def _between(question: str, as_of: date) -> TimeScope | None:
    asked = without_accents(question)
    if match := _BETWEEN.search(asked):
        return whole_years(*sorted((int(match["one"]), int(match["two"]))))
    match = _BETWEEN_MONTHS.search(asked)
    if match is None:
        return None
    one, two = MONTHS[match["one"]], MONTHS[match["two"]]
    end = int(match["year2"]) if match["year2"] else _meant_year(asked, as_of, two)
    start = int(match["year1"]) if match["year1"] else end - (one > two)
    return period(date(start, one, 1), month_end(end, two)) if start <= end else None


def _before(question: str, as_of: date) -> TimeScope | None:
    match = _BEFORE.search(without_accents(question))
    return before(int(match["year"]), MONTHS.get(match["month"] or ""), as_of) if match else None


def _since(question: str, as_of: date) -> TimeScope | None:
    match = _SINCE.search(without_accents(question))
    if match is None:
        return None
    year = match["year"] or match["year2"]
    return since(int(year) if year else None, MONTHS.get(match["month"] or ""), as_of)


def _month_day(question: str, as_of: date) -> TimeScope | None:
    asked = without_accents(question)
    if match := _ISO_DAY.search(asked):
        return one_day(int(match["year"]), int(match["month"]), int(match["day"]))
    match = _ON_DAY.search(asked)
    if match is None:
        return None
    month, day = MONTHS[match["month"]], int(match["day"]) if match["day"].isdigit() else 1
    year = int(match["year"]) if match["year"] else _meant_year(asked, as_of, month, day)
    return one_day(year, month, day)


def _weekday(question: str, as_of: date) -> TimeScope | None:
    match = _ON_WEEKDAY.search(without_accents(question))
    return last_weekday(WEEKDAYS[match["day"]], as_of) if match else None


def _month(question: str, as_of: date) -> TimeScope | None:
    asked = without_accents(question)
    match = _IN_MONTH.search(asked)
    if match is None:
        return None
    month = MONTHS[match["month"]]
    year = int(match["year"]) if match["year"] else _meant_year(asked, as_of, month)
    return whole_month(year, month)


def _span(question: str, as_of: date) -> TimeScope | None:
    asked = without_accents(question)
    for pattern, resolve in ((_LAST_FEW, last_days), (_AGO, around)):
        if match := pattern.search(asked):
            return resolve(_count(match["count"]) * _DAYS[match["unit"]], as_of)
    return None


def _year(question: str, as_of: date) -> TimeScope | None:
    spans = [
        (year, year + (9 if match["decade"] and year % 10 == 0 else 0))
        for match in _YEAR.finditer(without_accents(question))
        if (year := int(match["year"])) <= as_of.year
    ]
    return whole_years(min(spans)[0], max(end for _, end in spans)) if spans else None


def _meant_year(asked: str, as_of: date, month: int, day: int = 1) -> int:
    return meant_year(as_of, month, day, planned=_PLANNED.search(asked) is not None)


def _count(word: str) -> int:
    if word in {"un", "una"}:
        return 1
    return int(word) if word.isdigit() else NUMBERS[word]


RESOLVERS = (
    *(_day, _week),
    *(_between, _before, _since, _month_day, _weekday, _month),
    *(_month_or_year, _span, _year),
)
"""In the order of the English ones: seen from today, then as named, then the coarser words."""
