"""The words of Chinese small talk, and how refusals are worded in it."""

import re

from footnote.retrieval.languages.base import Kind, Phrases, Talk

_MARKS = """
    edit hello hi lol 下午好 不好意思 中午好 你们好 你好 冒泡 叩谢 各位好 呃 呵呵 哇 哈哈 哈哈哈
    哈啰 哈喽 哎 哦 唉 啊 嗨 嗯 嘻嘻 嘿 在线等 多谢 大家好 好奇 对不起 小白 急 您好 想问
    想问一下 想问下 感恩 感激 感谢 打扰 打扰了 抱拳 抱歉 拜托 拜拜 挺急的 新人 新手 早 早上好
    早安 晚上好 晚安 机器人 比心 求助 求教 求答 求解 求问 潜水 祝好 纯好奇 纯属好奇 编辑 萌新
    话说 请教 请问 谢了 谢啦 谢谢 谢谢啦 跪谢 路过 辛苦 那个 问一下 问下 问个 顺便 额 麻烦
"""
_PERSONS = """
    伙伴们 你 你们 俺 各位 同学们 咱 咱们 哪位 大佬 大佬们 大家 您 我 我们 有人 朋友们 楼主 群友
    群里 诸位 谁能
"""
_FILLERS = """
    一下 一个 一些 一天 一点 一直 一起 万分 上 上班 下 下去 下班 下雨 不 不懂 不明白 不知道
    不确定 不记得 不过 与 两 个 中 为 么 之前 也 了 争 争论 些 人 什么 今天 从 以为 以前 任何 会
    但 但是 信号 傻 先 其实 再 冷 几 出来 刚 刚刚 刚加入 刚才 刚来 别人 到 前 加入 加班 十分
    半天 卡 又 发 发帖 只 只是 可以 可能 吃饭 合适 同事 同学 后 吗 吧 吵 吵架 呀 告诉 呢 和 哈
    哥 哥哥 啦 嘛 回答 因为 困 困扰 在 地 地方 多 大 大概 天 天气 太 奇怪 女友 女朋友 好 好久
    如果 妈 妈妈 妹 妹妹 姐 姐姐 孩子 室友 家 家里 对 对不对 小 就 帅 帖子 帮 帮助 帮忙 帮我
    应该 开心 弄 弟 弟弟 很 很久 得 心里 忘 忘了 忘记 忙 快 怎么 想 想到 想知道 想要 感觉 慢 懂
    或者 所以 手机 打字 打赌 找 找不到 找了 找到 把 挺 提前 搜 搜了 搜索 搞 搞不懂 搞不清 整天
    文章 新闻 无比 无聊 时候 明白 是 是不是 是否 更 替 最 有 有点 朋友 服务器 来 来自 查 查了
    查过 次 没 没人 没有 消息 清楚 烦 热 爸 爸爸 特别 用 电脑 男友 男朋友 的 看 看了 看到 看新闻
    看看 看见 真 真的 着 睡 睡不着 睡觉 知道 确定 突然 突然想到 笑 笨 第 第一次 答案 简单 累
    纠结 给 网 网络 网速 美 群 老 老公 老婆 老板 而且 聊 聊天 能 脑子 脑袋 蠢 被 要 觉得 解答
    认为 讨论 让 记得 讲 论坛 说 说话 请 起来 跟 过 还 还是 这 这个 这样 这里 那 那个 那里 都 里
    错字 键盘 问 问题 非常 频道 题 饿
"""
_TIMES = """
    上个月 上周 下个月 下周 今年 今晚 前天 去年 后天 周末 年 明天 明年 昨天 昨晚 月 本周 这周
"""
_ASKS = "谁 哪 哪个 哪些 哪里 哪年 什么时候 何时 为什么 多少 怎样 如何 几"
_WORDS_OF_TALK = " ".join((_MARKS, _PERSONS, _FILLERS, _TIMES, _ASKS)).split()
"""Without spaces between words, the longest that fits is read."""

TALK = Talk(
    token=re.compile(
        "|".join(sorted(map(re.escape, _WORDS_OF_TALK), key=len, reverse=True))
        + r"|[a-z]+|\d+|[^\W_]"
    ),
    marks=frozenset(_MARKS.split()),
    persons=frozenset(_PERSONS.split()),
    fillers=frozenset(_FILLERS.split()),
    times=frozenset(_TIMES.split()),
    asks=frozenset(_ASKS.split()),
    helps=frozenset("是 有".split()),
    whether=frozenset({"是否", "是不是"}),
    reports=frozenset("知道 不知道 告诉 想知道 记得 不记得 问 好奇 请问 想问".split()),
    skipped=frozenset("我 我们 大家 各位 一下".split()),
    ends=frozenset("谢谢 多谢 感谢 谢了 谢啦 哈哈 拜托 在线等 麻烦".split()),
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
