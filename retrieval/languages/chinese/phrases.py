"""How refusals are worded in Chinese."""

from footnote.retrieval.languages.base import Kind, Phrases

PHRASES = Phrases(
    opening="库中的文章没有回答这个问题",
    joint="：",
    stop="。",
    lacking={
        Kind.NUMBER: "与问题相近的段落都没有给出数字",
        Kind.YEAR: "与问题相近的段落都没有给出年份",
        Kind.DATE: "与问题相近的段落都没有给出日期",
        Kind.NAME: "与问题相近的段落都没有提到任何人",
        Kind.AGE: "与问题相近的段落都没有给出年龄",
        Kind.DURATION: "与问题相近的段落都没有给出时长",
    },
    nothing_asked="这不是问题。请提问，我会在文章里查找。",
    nothing_matches="没有文章符合该问题及其筛选条件",
    not_close="没有段落与问题足够接近",
    unreadable="此库的模型读不懂问题所用的语言",
    closest="库中最接近的文章：",
    title="《{}》",
    between="；",
    cell="{name}: {cell}",
)
