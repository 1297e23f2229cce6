"""What a site says around its articles: tables by which pages are cleaned."""

from dataclasses import dataclass

NETWORK = r"(?:facebook|twitter|x|instagram|pinterest|youtube|linkedin|tiktok|threads|mastodon)"
"""Where pages are shared, by the same names in every language."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a site says to its readers, as alternatives of verbose patterns.

    Whole lines are `phrases`, `labels` (which may be headings as well), `list_headings` above links
    to other articles, `comments` above those of readers, and `credits`; `home` begins the path to
    a page. `link_labels` stand before a headline with a colon. `sign_up` and `newsletter` invite
    together. `pictures` and `contributors` have those who made them behind a colon, `by` may stand
    before it, and `between` among the names. No line is a credit without one of `credit_signs`, in
    lower case.
    """

    phrases: str
    labels: str
    list_headings: str
    comments: str
    link_labels: str
    home: str
    sign_up: str
    newsletter: str
    credits: str
    contributors: str
    credit_signs: tuple[str, ...]
    pictures: str
    by: str
    between: str


@dataclass(frozen=True, slots=True)
class Stamps:
    """How a page says when it was published, and by whom, as alternatives of patterns.

    `published`, `updated` and `other` label days; behind labels that are `day_first` 3/4 is in
    April. `filler` may stand beside a day, `ago` marks a whole line that is `relative`. `by` stands
    before names, `told` before that; `author` has a colon behind it, `author_sign` may have none.
    `joins` names; `particles` are words of them, and `no_name` begins none. `jobs` and
    `outlets_behind` stand behind names, `outlets` for them.
    """

    published: str
    updated: str
    other: str
    day_first: str
    filler: str
    ago: str
    relative: str
    by: str
    told: str
    author: str
    author_sign: str
    joins: str
    particles: str
    no_name: str
    jobs: str
    outlets: str
    outlets_behind: str


@dataclass(frozen=True, slots=True)
class Walls:
    """What requests for consent say: `to_readers`, `of_data`; a policy has one of `titles`.

    An `event` has days of its own.
    """

    to_readers: str
    of_data: str
    titles: str
    event: str
