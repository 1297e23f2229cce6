"""What Chinese pages say around their articles."""

from footnote.retrieval.languages.pages import Furniture, Stamps, Walls

FURNITURE = Furniture(
    phrases=r"""
      (?:分享到\S{1,6}|版权所有\S{0,20}|返回顶部|这篇文章有帮助吗|您需要登录后才可以回帖
      |上一篇\S{0,30}|下一篇\S{0,30})(?:\s*[|·/]\s*\S{1,8}){0,4}""",
    labels="首页 | 登录 | 注册 | 点赞 | 收藏 | 分享",
    list_headings="相关阅读 | 相关新闻 | 推荐阅读 | 热门文章",
    comments=r"\d+\s?条评论 | 发表评论",
    link_labels="",
    home="首页",
    sign_up="",
    newsletter="",
    credits="",
    contributors="",
    credit_signs=(),
    pictures="",
    by="",
    between="",
)

STAMPS = Stamps(
    published="发布时间|发布日期|发表于|发布于",
    updated="更新时间|更新日期|最后更新|更新于",
    other="",
    day_first="",
    filler="星期.|周.",
    ago="",
    relative=r"\d+\s?(?:分钟|小时|天)前",
    by="",
    told="",
    author="",
    author_sign="作者|文|记者",
    joins="",
    particles="",
    no_name="",
    jobs="",
    outlets="新华社",
    outlets_behind="",
)

WALLS = Walls(
    to_readers="您|你|我们",
    of_data="隐私(?:政策|声明|权)|个人(?:信息|数据|资料)|您的(?:数据|信息|同意)|征得|Cookie",
    titles="隐私|条款|数据|信息|政策|声明",
    event="",
)
