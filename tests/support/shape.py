"""The blocks of a page in a form that reads well in a test."""

from footnote.retrieval.article import RawPage


def shape(page: RawPage) -> list[tuple[str, str]]:
    """Return kind and words of each block: headings with their level, the rest with its depth.

    A header row is "header", and a depth of more than one is told by dots: "..item".
    """
    found = []
    for block in page.blocks:
        name = "header" if block.header else block.kind
        if block.kind == "heading":
            name = f"h{block.level}"
        found.append(("." * max(block.depth - 1, 0) + name, page.text[block.start : block.end]))
    assert all(
        before.end <= after.start
        for before, after in zip(page.blocks, page.blocks[1:], strict=False)
    )
    return found
