"""Made-up text in English, Spanish and Chinese, for tests that hold in all of them."""

from hypothesis import strategies as st

_WORDS = {
    "en": "the bridge of Tarrow opens in May 2022 and Dr. Keel said “yes”".split(),
    "es": "el puente de Álora costará 3,1 millones ¿quién? según la Sra. Núñez, EE. UU.".split(),
    "zh": ["桥梁", "于", "2022年", "开放", "，", "市长", "说", "“好”", "、", "BBC", "在", "北京"],
}
_ENDS = {
    "en": [". ", "! ", "?\n", ".\n\n"],
    "es": [". ", "! ", "?\n", "…\n\n"],
    "zh": list("。！？\n"),
}
_GLUE = {"en": " ", "es": " ", "zh": ""}


@st.composite
def _written(draw: st.DrawFn, language: str) -> str:
    sentences = draw(
        st.lists(
            st.tuples(
                st.lists(st.sampled_from(_WORDS[language]), min_size=1, max_size=40),
                st.sampled_from(_ENDS[language]),
            ),
            max_size=12,
        )
    )
    return "".join(_GLUE[language].join(words) + end for words, end in sentences)


def texts() -> st.SearchStrategy[str]:
    """Texts in one of the three languages, or sewn together from several."""
    single = st.one_of([_written(language) for language in _WORDS])
    return st.lists(single, max_size=3).map(" ".join)
