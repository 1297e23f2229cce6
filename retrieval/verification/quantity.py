"""A value of a text, and whether one says at least what another does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of a text; `other` is its second reading where a point or comma may be either."""

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0
    unit: str = ""
    day: int = 0
    month: int = 0
    year: int = 0
    other: float | None = None


def carries(have: Quantity, want: Quantity) -> bool:
    """Tell whether a quantity of a passage says at least what one of a statement says."""
    if "version" in {have.kind, want.kind}:
        return have.kind == "version" and f"{have.text}.".startswith(f"{want.text}.")
    if want.kind == "share" or have.kind == "share":
        return have.kind == want.kind and have.text[:4].lower() == want.text[:4].lower()
    if want.kind == "date":
        return have.kind == "date" and all(
            getattr(want, part) in {0, getattr(have, part)} for part in ("day", "month", "year")
        )
    if want.kind == "number" and have.kind == "date":
        return want.unit == "" and have.year != 0 and want.value == have.year
    if {want.kind, have.kind} & {"weekday", "date", "time", "percent", "ordinal"}:
        return have.kind == want.kind and _same_value(have, want)
    return _same_value(have, want) and (not want.unit or not have.unit or want.unit == have.unit)


def _same_value(have: Quantity, want: Quantity) -> bool:
    return any(
        one is not None
        and other is not None
        and abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
        for one in (have.value, have.other)
        for other in (want.value, want.other)
    )
