"""What code refuses in a claim, whatever a model thinks of it."""

from datetime import date

import pytest

from footnote.retrieval.answer import Hit
from footnote.retrieval.article import ArticleHead, Passage
from footnote.retrieval.verification import Asked, Claim, Evidence, exact_fault, hold

TODAY = date(2023, 6, 15)
PIER = (
    "The harbour office closed the eastern pier on 14 March. Ines Tolva, the harbour master, said "
    "the repair of its nine pillars would cost €2.4 million. “We walk on rust and hope,” she told "
    "the board. Diver Olaf Brenn weighed 70 kilos of loose iron on Wednesday. "
    "The Larkholm and Orvane boats moved west yesterday."
)
SPANISH = "La torre mide cuarenta y dos metros y recibió 1.250 visitas el 3 de mayo."
CHINESE = "该塔高四十二米，在2022年5月3日接待了一千二百五十人，占百分之三十。"


def offered(text: str, published: date | None = None, title: str = "Pier closed") -> dict[int, Hit]:
    head = ArticleHead("a", title, published=published)
    return {1: Hit(Passage("p", "a", 0, 0, len(text), text), head, 1.0)}


def fault(
    claim: str, text: str = PIER, *, published: date | None = None, asked: str = "What happened?"
) -> str:
    held = hold(Claim(claim, (Evidence(1, text),)), offered(text, published))
    return exact_fault(held, Asked(asked, TODAY)) or ""


@pytest.mark.parametrize(
    "claim",
    [
        "The harbour office shut the eastern pier on March 14th.",
        "Harbour master Ines Tolva puts the cost at 2.4 million euros.",
        "“We walk on rust and hope,” Ines Tolva told the board.",
        "Olaf Brenn weighed 70 kilograms of iron.",
        "9 pillars need repair.",
        "Diver Brenn weighed the iron.",
    ],
)
def test_the_same_in_other_words_passes(claim: str) -> None:
    assert fault(claim) == ""


@pytest.mark.parametrize(
    ("claim", "named"),
    [
        ("The pier was closed on 15 March.", "15 March"),
        ("The pier was closed on 14 March 2021.", "14 March 2021"),
        ("The repair would cost $2.4 million.", "$2.4 million"),
        ("The repair would cost €2.4 billion.", "€2.4 billion"),
        ("Olaf Brenn weighed 70 pounds of iron.", "70"),
        ("Seven pillars need repair.", "Seven"),
        ("Ines Brenn closed the pier.", "Ines Brenn"),
        ("Tolva said: “We walk on rust and pray.”", "rust and pray"),
        ("“We walk on rust and hope,” said Gregor Hall.", "who says"),
        ("The boats of Larkholm and Kazan moved west.", "Kazan"),
        ("The boats moved west [today](https://x.test).", "link"),
        ("See https://x.test for more.", "https://x.test"),
        ("Run `pier --close` first.", "--close"),
    ],
)
def test_what_the_evidence_does_not_have_is_named(claim: str, named: str) -> None:
    assert named in fault(claim)


def test_figures_and_names_of_the_question_and_title_may_be_taken_up() -> None:
    asked = "Did 500 people from Sund come to the pier?"
    assert fault("The articles count no 500 people of Sund at the pier.", asked=asked) == ""
    assert "600" in fault("There were 600 people.", asked=asked)


@pytest.mark.parametrize(
    ("claim", "changed"),
    [
        ("La torre mide 42 metros.", "La torre mide 43 metros."),
        ("Tiene cuarenta y dos metros.", "Tiene cuarenta y tres metros."),
        ("Hubo 1250 visitas el 3 de mayo.", "Hubo 1250 visitas el 3 de marzo."),
        ("Hubo mil doscientas cincuenta visitas.", "Hubo mil trescientas cincuenta visitas."),
    ],
)
def test_spanish_figures(claim: str, changed: str) -> None:
    assert fault(claim, SPANISH) == ""
    assert fault(changed, SPANISH)


@pytest.mark.parametrize(
    ("claim", "changed"),
    [
        ("塔高42米。", "塔高43米。"),
        ("塔高四十二米。", "塔高四十三米。"),
        ("接待了1250人。", "接待了1350人。"),
        ("占30%。", "占百分之四十。"),
        ("时间是二〇二二年五月三日。", "时间是2022年5月4日。"),
        ("塔高四十二米。", "塔高四十二公里。"),
        ("塔高４２米。", "塔高４４米。"),
        ("接待了千二百五十人。", "接待了千二百六十人。"),
    ],
)
def test_chinese_figures_between_chinese_letters(claim: str, changed: str) -> None:
    assert fault(claim, CHINESE) == ""
    assert fault(changed, CHINESE)


def test_a_weekday_and_a_date_without_year_are_resolved_by_the_articles_day() -> None:
    day = date(2023, 3, 16)
    assert fault("The iron was weighed on Wednesday, 15 March 2023.", published=day) == ""
    assert fault("The pier was closed on 14 March 2023.", published=day) == ""
    assert "16 March" in fault("The iron was weighed on 16 March 2020.", published=day)
    assert fault("The iron was weighed on 18 March 2023.", published=day)


@pytest.mark.parametrize(
    ("published", "text", "claim"),
    [
        (date(2023, 1, 10), "It closed last December.", "It closed in December 2022."),
        (date(2023, 1, 10), "It closed on 20 December.", "It closed on 20 December 2022."),
        (date(2023, 12, 30), "It closes on 6 January.", "It closes on 6 January 2024."),
    ],
)
def test_a_month_without_year_may_be_of_the_year_before_or_after(
    published: date, text: str, claim: str
) -> None:
    assert fault(claim, text, published=published) == ""


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The pier closed on 14 May 2023.", "The pier closed on 14 May 2024."),
        ("The 10 boats came in 2024.", "The 10 boats came on Monday."),
    ],
)
def test_the_articles_day_gives_no_year_to_what_has_one_or_is_no_date(
    claim: str, text: str
) -> None:
    assert "202" in fault(claim, text, published=date(2023, 9, 14))


@pytest.mark.parametrize(
    ("published", "claim", "stands"),
    [
        (date(2023, 6, 15), "The boats moved west yesterday.", True),
        (date(2023, 3, 16), "The boats moved west yesterday.", False),
        (date(2023, 3, 16), "The boats moved west on 15 March 2023.", True),
        (date(2023, 6, 13), "The boats moved west this week.", True),
        (date(2023, 3, 16), "The boats moved west last month.", False),
        (date(2022, 3, 16), "The boats moved west last year.", True),
        (None, "The boats moved west yesterday.", False),
    ],
)
def test_a_day_counted_from_today_is_the_askers_or_refused(
    published: date | None, claim: str, stands: bool
) -> None:
    assert (fault(claim, published=published) == "") is stands


@pytest.mark.parametrize(("day", "stands"), [("10 May 2023", True), ("10 April 2023", False)])
def test_last_month_may_be_told_of_a_date_in_it(day: str, stands: bool) -> None:
    published = date(2023, 6, 1)
    refused = fault("It closed last month.", f"It closed on {day}.", published=published)
    assert (refused == "") is stands


def test_yesterday_in_somebodys_words_is_not_ours() -> None:
    text = "“I saw it yesterday at noon,” said Ada Lind."
    assert fault("“I saw it yesterday at noon,” said Ada Lind.", text) == ""


def test_a_version_is_no_decimal() -> None:
    text = "Lint rules arrived in Plum 1.39.0 on Thursday."
    assert fault("They arrived in Plum 1.39.0.", text) == ""
    assert "1.38.0" in fault("They arrived in Plum 1.38.0.", text)


@pytest.mark.parametrize(
    ("claim", "text", "named"),
    [
        ("TWB met.", "The Town Water Board met.", ""),
        ("It was the Town Water Board.", "On Monday the TWB met.", ""),
        ("TFB met.", "The Town Water Board met.", "TFB"),
        ("It was the Town Board.", "On Monday the TB met.", "Town Board"),
        ("Decisions of the Rent Tribunal came out.", "The Rent Tribunal met.", ""),
        ("Decisions of the Fish Tribunal came out.", "The Rent Tribunal met.", "Fish Tribunal"),
        ("It runs on Internet2.", "It runs on Internet2, they say.", ""),
        ("It runs on Internet3.", "It runs on Internet2, they say.", "Internet3"),
    ],
)
def test_names_are_known_by_their_letters_and_figures(claim: str, text: str, named: str) -> None:
    refused = fault(claim, text)
    assert f"“{named.lower()}” is not" in refused.lower() if named else not refused


@pytest.mark.parametrize(
    ("title", "stands"), [("Rust and Hope", True), ("Rust and Fear", False), ("Pier closed", True)]
)
def test_few_quoted_words_may_be_a_turn_of_phrase_or_a_title(title: str, stands: bool) -> None:
    assert (fault(f"She read “{title}” aloud.", "She read Rust and Hope aloud.") == "") is stands


def test_every_line_of_code_is_held_to_the_evidence() -> None:
    text = "Run `weir --open 3` first."
    assert fault("```\nweir --open 3\nweir first\n```", text) == ""
    assert "--burn" in fault("```\nweir --open 3\nweir --burn\n```", text)


def test_what_breaks_off_or_names_no_evidence_is_refused() -> None:
    nothing = hold(Claim("The pier closed."), offered(PIER))
    assert exact_fault(nothing, Asked("?", TODAY)) == "it names no evidence"
    broken = hold(Claim("The pier", (Evidence(1, PIER),), whole=False), offered(PIER))
    assert exact_fault(broken, Asked("?", TODAY)) == "it breaks off unfinished"
    elsewhere = hold(Claim("The pier closed.", (Evidence(1, "It rained."),)), offered(PIER))
    assert "does not stand" in (exact_fault(elsewhere, Asked("?", TODAY)) or "")
