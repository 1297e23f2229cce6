"""What Chinese statements are held against a passage by.

Words between Chinese ones are English for the most part, so numbers and dates in words are too.
"""

import re

from footnote.retrieval.languages.base import NEVER
from footnote.retrieval.languages.english.statements import NUMBERS
from footnote.retrieval.languages.statements import Measures, RelativeDays, Signs, Statements

__all__ = ["DAYS", "MEASURES", "NUMBERS", "SIGNS", "STATEMENTS"]

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
    **{sign: value for value, sign in enumerate("壹贰叁肆伍陆柒捌玖", start=1)},
}
_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_SECTIONS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_SIGN = "〇零一二三四五六七八九十两百千万亿廿壹贰叁肆伍陆柒捌玖拾佰仟萬億兩"
_NUMBER = rf"(?:\d{{1,4}}|[{_SIGN}]+)"

SIGNS = Signs(
    digits=_DIGITS | {"廿": 20},
    steps=_STEPS,
    sections=_SECTIONS,
    date=re.compile(
        r"(?:(?P<year1>(?<!\d)\d{4}|[〇零一二三四五六七八九]{4})年)"
        rf"(?:(?P<month1>{_NUMBER})月(?:份|(?P<day1>{_NUMBER})[日号])?)?"
        rf"|(?<!\d)(?P<month2>{_NUMBER})月(?!亮|球)(?:(?P<day2>{_NUMBER})[日号])?"
    ),
    percent=re.compile(rf"百分之(?P<value>[\d.]+|[{_SIGN}]+)"),
    no_number=frozenset({"一", "万", "千", "百", "十万", "千万"}),
)

MEASURES = Measures(
    scales={},
    of="",
    attached={},
    signs={"百": 1e2, "千": 1e3, **{sign: float(value) for sign, value in _SECTIONS.items()}},
    percent="",
    ordinal="",
    shares="",
    currencies={
        "dollar": "美元",
        "euro": "欧元",
        "pound": "英镑",
        "yen": "日元",
        "yuan": "元 人民币",
        "franc": "法郎",
        "crown": "克朗",
        "ruble": "卢布",
        "peso": "比索",
    },
    locales=("zh",),
    also_said={
        "公斤": "mass-kilogram",
        "斤": "mass-jin",
        "里": "length-li",
        "个月": "duration-month",
        "周": "duration-week",
        "星期": "duration-week",
        "摄氏度": "temperature-celsius",
        "华氏度": "temperature-fahrenheit",
    },
    not_units=frozenset(),
)

DAYS = RelativeDays(
    named={
        "昨天": ("day", -1),
        "昨晚": ("day", -1),
        "昨日": ("day", -1),
        "今天": ("day", 0),
        "今晚": ("day", 0),
        "今日": ("day", 0),
        "明天": ("day", 1),
        "前天": ("day", -2),
        "后天": ("day", 2),
        "上周": ("week", -1),
        "本周": ("week", 0),
        "这周": ("week", 0),
        "下周": ("week", 1),
        "上个月": ("month", -1),
        "本月": ("month", 0),
        "下个月": ("month", 1),
        "去年": ("year", -1),
        "今年": ("year", 0),
        "明年": ("year", 1),
    },
    counted=NEVER,
    which={},
    units={},
    nowadays=frozenset({"今天"}),
    last=NEVER,
)

STATEMENTS = Statements(
    not_names=frozenset(),
    links=frozenset(),
    titles=frozenset(),
    shared=frozenset(),
    articles=frozenset(),
    joining=frozenset(),
    leaning="[他她它]们?|[这那其该此]|但是?|然而|相反|因此|所以",
    orders=(
        r"(?:忽略|无视|忘记|不要理会).{0,12}(?:指示|指令|规则|以上|提示词)",
        r"\A\W*(?:系统(?:提示)?|助手)(?: (?:message|prompt))?\s*(?:\]|\]?\s*[:：])",
        r"(?:语言模型|聊天机器人|人工智能|AI助手).{0,8}(?:必须|应该|应当)(?:说|回答|补充|指出)"
        r"|如果你是.{0,4}(?:人工智能|AI|模型|助手)",
        r"(?:\A\W*|[，。：请])(?:告诉|告知|回复|通知)(?:用户|读者|提问者)|(?:无论|不管).{0,6}问.{0,6}答",
    ),
)
