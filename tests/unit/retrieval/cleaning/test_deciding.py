"""A request for consent in an article's place is no article; a text about consent is one."""

import pytest

from footnote.retrieval.article import RawPage
from footnote.retrieval.cleaning import clean
from footnote.retrieval.errors import InputError

ENGLISH = (
    "We use cookies to store your preferences and measure how you use this site.\n"
    "You agree to the processing of your personal data as described in our privacy policy.\n"
    "Would you like to hear from the Lantern?"
)
SPANISH = (
    "Usamos cookies propias y de terceros para medir sus visitas.\n"
    "Puede retirar su consentimiento cuando quiera en nuestra política de privacidad.\n"
    "¿Quiere continuar?"
)
CHINESE = "我们使用Cookie来收集您的数据。\n继续浏览即表示您同意我们的隐私政策。\n是否继续？"


def page(title: str, text: str) -> RawPage:
    return RawPage(origin="https://lantern.example/1", key="k", title=title, text=text)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Ferry to sail again in May", ENGLISH),
        ("El transbordador volverá en mayo", SPANISH),
        ("渡轮五月恢复航行", CHINESE),
    ],
)
def test_a_request_for_consent_is_refused_with_its_reason(title: str, text: str) -> None:
    with pytest.raises(InputError, match="request for consent"):
        clean(page(title, text))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Our privacy policy", ENGLISH),
        ("Aviso de privacidad", SPANISH),
        ("隐私政策", CHINESE),
        (
            "Ferry to sail again in May",
            ENGLISH + "\nThe ferry to Saint Orla will sail again in May, the harbour master said. "
            "It had lain in dock since a fire in its engine room last autumn, and the council paid "
            "for half of the repair. Forty-three passengers were on board when it burned.",
        ),
        (
            "Bakery fined for its website",
            "The bakery had asked its visitors for no consent to cookies, the authority said.\n"
            "It read personal data of nine hundred people, and sold some of it to an insurer.\n"
            "The owner said on Monday that she would appeal.",
        ),
    ],
)
def test_policies_and_articles_on_the_matter_are_kept(title: str, text: str) -> None:
    assert clean(page(title, text)).text
