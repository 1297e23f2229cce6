"""How Chinese questions speak of time."""

import re

from footnote.retrieval.languages.base import (
    ANYTHING,
    DAY,
    MONTH,
    NEVER,
    QUARTER,
    WEEK,
    YEAR,
    TimeWords,
    any_of,
)
from footnote.retrieval.languages.chinese.vocabulary import NUMERALS

_UNITS = {"天": DAY, "日": DAY, "月": MONTH, "年": YEAR, "季度": QUARTER} | dict.fromkeys(
    ("周", "週", "星期", "礼拜", "周末"), WEEK
)
_UNITS |= {f"个{name}": days for name, days in _UNITS.items()}
_NUMBERS = {
    text: value
    for value, text in enumerate(
        f"{tens}{ones}" or "零"
        for tens in ("", "十", *(f"{ten}十" for ten in "二三四五六七八九"))
        for ones in ("", *"一二三四五六七八九")
    )
} | {"两": 2, "几": NUMERALS["几"], "一十": 10}
_NUMERAL = any_of(_NUMBERS)
_MONTHS = {f"{name}月": value for name, value in _NUMBERS.items() if 0 < value < 13}
_MONTHS |= {f"{number}月": number for number in range(1, 13)}
_MONTHS |= {f"0{number}月": number for number in range(1, 10)}
_DAYS = {
    f"{name}{end}": value
    for name, value in (_NUMBERS | {str(day): day for day in range(1, 32)}).items()
    for end in "日号"
    if 0 < value < 32
}
_QUARTERS = {
    f"{opening}{name}季度": number
    for number, name in enumerate("一二三四", 1)
    for opening in ("第", "")
} | {"上半年": 5, "下半年": 6, "q1": 1, "q2": 2, "q3": 3, "q4": 4}
_YEARS_BACK = {"今年": 0, "本年": 0, "去年": 1, "前年": 2}

TIME = TimeWords(
    symbols=(
        ("z", "前天|前日", 0),
        ("y", "昨天|昨日|昨晚|昨夜", 0),
        ("d", "今天|今日|今晚|今早|今晨", 0),
        (".", "目前|年前(?!后)|前后", 0),
        ("R", "|".join(_YEARS_BACK), _YEARS_BACK),
        ("Q", any_of(_QUARTERS), _QUARTERS),
        ("T", "本|这一?(?=个?(?:月|周|週|星期|礼拜|季度))", 0),
        ("L", "上一?(?=个?(?:月|周|週|星期|礼拜|季度))", 0),
        ("P", "最近|过去|近|这", 0),
        (
            "M",
            f"(?:{any_of(_MONTHS)})(?!亮)份?",
            _MONTHS | {f"{name}份": value for name, value in _MONTHS.items()},
        ),
        ("K", any_of(_DAYS), _DAYS),
        ("N", rf"(?:{_NUMERAL})(?=个?(?:天|日|周|週|星期|礼拜|月|年))", _NUMBERS),
        ("U", any_of(_UNITS), _UNITS),
        ("v", "之前|以前|前", 0),
        ("c", "以来|之后|以后|后|起|开始", 0),
        ("t", "到|至|—+|~|～|和|与", 0),
        ("_", "的|，|、", 0),
    ),
    newest=re.compile(r"最新|最近|目前|现在|当前|如今|至今|迄今|近来|近期|眼下"),
    planned=re.compile(r"将|会(?!议|员|长)|计划|预计|打算|明年|下个?月"),
    counted=re.compile(
        r"个|米|公里|千米|字|元|块|人(?!民)|次|名|件|万|吨|度|页|平方|瓦|秒|分钟|小时|美元"
    ),
    numbered=re.compile(r"(?:错误|代码|编号|房间|端口|型号|标准|第|号码|[A-Za-z]{2,})[\s码号]*$"),
    dated=NEVER,
    things=NEVER,
    loose=ANYTHING,
    bare_months=True,
    cased=False,
    figures={
        "E": r"(?:19|20)\d0年代",
        "C": r"(?:19|20|21)世纪\d0年代",
        "Y": r"(?:19|20)\d\d(?![\d%€£]|[.,]\d|-?[a-z_])年",
    },
)
