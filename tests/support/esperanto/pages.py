"""What Esperanto pages say around their articles."""

from footnote.retrieval.languages.pages import Furniture, Stamps, Walls

FURNITURE = Furniture(
    phrases=r"reen\ supren | abonu\ la\ .{2,30}",
    labels="menuo",
    list_headings="rilataj\\ artikoloj",
    comments=r"\d+\ komentoj",
    link_labels="legu",
    home="hejmo",
    sign_up="",
    newsletter="",
    credits="",
    contributors="",
    credit_signs=("bildo",),
    pictures="bildo",
    by="de",
    between="kaj",
)

STAMPS = Stamps(
    published="eldonita",
    updated="ŝanĝita",
    other="",
    day_first="eldonita|ŝanĝita",
    filler=r"\b(?:la|je)\b",
    ago="antaŭ",
    relative=r"antaŭ\s\w+\s\w+",
    by="de",
    told="verkita",
    author="aŭtoro",
    author_sign="",
    joins="kaj",
    particles="",
    no_name="La",
    jobs="raportisto",
    outlets="la redakcio",
    outlets_behind="",
)

WALLS = Walls(
    to_readers=r"\b(?:vi|viaj|ni)\b", of_data="viaj datumoj", titles="privateco", event="biletoj"
)
