"""The time a Spanish or Chinese question speaks of, resolved against its today."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footnote.retrieval.search.time_expressions import OPEN, Focus, TimeScope, time_scope

TODAY = date(2022, 6, 16)  # a Thursday

DAYS = [
    ("¿Qué pasó ayer en la ciudad?", "2022-06-15", "2022-06-16"),
    ("¿Qué se decidió la semana pasada?", "2022-06-06", "2022-06-13"),
    ("¿Quién ganó las elecciones el mes pasado?", "2022-05-01", "2022-05-31"),
    ("¿Cuántos turistas llegaron el año pasado?", "2021-01-01", "2021-12-31"),
    ("¿Quién fue alcalde en 2019?", "2019-01-01", "2019-12-31"),
    ("¿Qué cambió desde marzo?", "2022-03-01", "2022-06-16"),
    ("¿Qué cambió desde octubre de 2020?", "2020-10-01", "2022-06-16"),
    ("¿Qué ocurrió en mayo de 2021?", "2021-05-01", "2021-05-31"),
    ("¿Qué ocurrió en septiembre?", "2021-09-01", "2021-09-30"),
    ("¿Quién habló el 3 de mayo?", "2022-05-03", "2022-05-03"),
    ("¿Quién habló el martes?", "2022-06-14", "2022-06-14"),
    ("¿Qué se construyó entre 2015 y 2018?", "2015-01-01", "2018-12-31"),
    ("¿Qué cerró hace tres meses?", "2022-03-06", "2022-03-30"),
    ("¿Cuántos había antes de 2020?", None, "2019-12-31"),
    ("¿Qué nació en la década de 1990?", "1990-01-01", "1999-12-31"),
    ("¿Qué se vendió en el segundo trimestre de 2021?", "2021-04-01", "2021-06-30"),
    ("¿Qué cerró del 28 de mayo al 3 de junio de 2021?", "2021-05-28", "2021-06-03"),
    ("¿Quién fue alcalde después de 2019?", "2020-01-01", "2022-06-16"),
    ("昨天发生了什么？", "2022-06-15", "2022-06-16"),
    ("上周议会决定了什么？", "2022-06-06", "2022-06-13"),
    ("上个月谁赢得了选举？", "2022-05-01", "2022-05-31"),
    ("去年有多少游客？", "2021-01-01", "2021-12-31"),
    ("今年谁是市长？", "2021-06-16", "2022-06-16"),
    ("2019年谁是市长？", "2019-01-01", "2019-12-31"),
    ("自三月以来有什么变化？", "2022-03-01", "2022-06-16"),
    ("2020年10月以来有什么变化？", "2020-10-01", "2022-06-16"),
    ("2021年5月发生了什么？", "2021-05-01", "2021-05-31"),
    ("去年十二月发生了什么？", "2021-12-01", "2021-12-31"),
    ("5月3日谁发言？", "2022-05-03", "2022-05-03"),
    ("2015年至2018年建了什么？", "2015-01-01", "2018-12-31"),
    ("三个月前什么关闭了？", "2022-03-06", "2022-03-30"),
    ("2020年之前有多少？", None, "2019-12-31"),
    ("2021年第三季度卖了多少？", "2021-07-01", "2021-09-30"),
    ("2021年5月28日至6月3日什么关闭了？", "2021-05-28", "2021-06-03"),
    ("3至5月什么关闭了？", "2022-03-01", "2022-05-31"),
    ("2021年3至5月什么关闭了？", "2021-03-01", "2021-05-31"),
    ("去年3至5月什么关闭了？", "2021-03-01", "2021-05-31"),
    ("2021年5月3至9日什么关闭了？", "2021-05-03", "2021-05-09"),
    ("20世纪90年代诞生了什么？", "1990-01-01", "1999-12-31"),
]

NEWEST = [
    ("¿Qué se sabe hoy?", "2022-06-15"),
    ("¿Qué pasó esta semana?", "2022-06-09"),
    ("¿Quién dimitió en los últimos diez días?", "2022-06-06"),
    ("¿Qué es lo último sobre el puente?", None),
    ("¿Quién es actualmente el alcalde?", None),
    ("¿Cuáles son las últimas noticias del puerto?", None),
    ("今天有什么消息？", "2022-06-15"),
    ("本周发生了什么？", "2022-06-09"),
    ("最近十天谁辞职了？", "2022-06-06"),
    ("关于大桥的最新消息是什么？", None),
    ("现任市长目前是谁？", None),
]


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("question", "since", "until"), DAYS)
def test_days_named(question: str, since: str | None, until: str) -> None:
    wanted = TimeScope(Focus.PERIOD, _date(since), _date(until))
    assert time_scope(question, TODAY) == wanted


@pytest.mark.parametrize(("question", "since"), NEWEST)
def test_the_newest_is_asked_for(question: str, since: str | None) -> None:
    scope = time_scope(question, TODAY)
    assert (scope.focus, scope.since) == (Focus.NOW, _date(since))


@pytest.mark.parametrize(
    "question",
    [
        "¿Quién fue el último rey de la isla?",
        "¿Qué abrirá en 2030?",
        "¿Cuántos meses dura la obra?",
        "谁是市长？",
        "2030年将开放什么？",
        "这座桥有多长？",
        "¿Por qué hay un límite de 2000 palabras?",
        "¿Qué dice la norma ISO 2019?",
        "代码2001是什么意思？",
        "为什么限制为2000个字？",
    ],
)
def test_no_time_that_could_be_looked_up(question: str) -> None:
    assert time_scope(question, TODAY) == OPEN


_PIECES = (
    "¿Qué el la los de en desde hasta entre y hace últimos pasado semana mes año marzo 31 2020 99 "
    "dos década antes hoy ? 2020年 13月 40日 去年 十 二 个 月 前 以来 最近 世纪 90 年代 到 至 什么"
).split()


@given(
    st.lists(st.sampled_from(_PIECES), max_size=9).map(" ".join)
    | st.lists(st.sampled_from(_PIECES), max_size=9).map("".join),
    st.dates(min_value=date(1, 1, 1)),
)
def test_any_words_give_days_in_order(question: str, today: date) -> None:
    scope = time_scope(question, today)
    if scope.since and scope.until:
        assert scope.since <= scope.until
