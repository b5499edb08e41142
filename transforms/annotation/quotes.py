"""Which parts of a text stand inside quotation marks."""

import re
from dataclasses import dataclass

OPENING = {"“": "”", "„": "“”", "«": "»", "‘": "’", "``": "''"}
DOUBLE = re.compile(r"“|”|„|«|»|\"|``|''")
SINGLE_OPEN = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[(\[—–“\"]))[‘'](?=\w)")
SINGLE_CLOSE = re.compile(r"(?:(?<=[.,!?…])|(?<=\w))[’'](?=[\s.,;:!?)\]—–”\"]|$)")
SHORTEST_SINGLE = 2
"""Words a single-quoted span needs: one word is as often an elision ('em) as a quotation."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: `start` and `end` hold the words, `outer_start` and `outer_end` the marks too."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool = True


def find_quotes(text: str) -> list[Quote]:
    """Quotations in order, none inside another.

    Marks pair within a paragraph. A quotation left open ends with its paragraph, as in print, where every further
    paragraph of the same speech opens anew; a closing mark that nothing opened is left alone.
    """
    found = []
    for paragraph in re.finditer(r"[^\n]+", text):
        doubles = double_quotes(paragraph.group(), paragraph.start())
        found += doubles + [q for q in single_quotes(paragraph.group(), paragraph.start()) if not any(covers(d, q) for d in doubles)]
    return sorted(found, key=lambda quote: quote.start)


def covers(outer: Quote, inner: Quote) -> bool:
    """Whether the two overlap."""
    return outer.outer_start < inner.outer_end and inner.outer_start < outer.outer_end


def double_quotes(paragraph: str, offset: int) -> list[Quote]:
    """Quotations between double marks of one paragraph."""
    found: list[Quote] = []
    opened: re.Match[str] | None = None
    for mark in DOUBLE.finditer(paragraph):
        if opened is None:
            if opens(paragraph, mark):
                opened = mark
        elif closes(paragraph, opened.group(), mark):
            found.append(Quote(offset + opened.end(), offset + mark.start(), offset + opened.start(), offset + mark.end()))
            opened = None
        elif mark.group() == opened.group() and mark.group() != '"':
            opened = mark
    if opened is not None and len(paragraph) - opened.end() > 1:
        end = offset + len(paragraph.rstrip())
        found.append(Quote(offset + opened.end(), end, offset + opened.start(), end, closed=False))
    return [quote for quote in found if quote.end > quote.start]


def opens(paragraph: str, mark: re.Match[str]) -> bool:
    """Whether a mark can open a quotation where it stands."""
    if mark.group() in ("”", "»", "''"):
        return mark.group() == "''" and bool(re.match(r"\w", paragraph[mark.end() : mark.end() + 1]))
    if mark.group() != '"':
        return True
    before, after = paragraph[mark.start() - 1 : mark.start()], paragraph[mark.end() : mark.end() + 1]
    return bool(after.strip()) and not (before.isdigit() and not after.isalpha()) and not (before.isalpha() and not after.isalpha())


def closes(paragraph: str, opened: str, mark: re.Match[str]) -> bool:
    """Whether a mark can close what `opened` opened."""
    if opened == '"':
        after = paragraph[mark.end() : mark.end() + 1]
        return mark.group() in ('"', "”", "''") and not (paragraph[mark.start() - 1].isspace() and after.isalpha())
    return mark.group() in {"“": '”"', "„": '“”"', "«": "»", "``": ("''", '"'), "''": ("''",)}[opened]


def single_quotes(paragraph: str, offset: int) -> list[Quote]:
    """Quotations between single marks: opened after a space, closed where no letter follows, of two words or more."""
    found: list[Quote] = []
    position = 0
    while opened := SINGLE_OPEN.search(paragraph, position):
        closed = next((m for m in SINGLE_CLOSE.finditer(paragraph, opened.end()) if plausible(paragraph, opened, m)), None)
        if closed is None:
            position = opened.end()
            continue
        found.append(Quote(offset + opened.end(), offset + closed.start(), offset + opened.start(), offset + closed.end()))
        position = closed.end()
    return found


def plausible(paragraph: str, opened: re.Match[str], closed: re.Match[str]) -> bool:
    """Whether two single marks enclose a quotation, not a word with a plural possessive in between."""
    inner = paragraph[opened.end() : closed.start()]
    return len(inner.split()) >= SHORTEST_SINGLE and (inner[-1] in ".,!?…" or inner[-1] != "s" or paragraph[closed.end() : closed.end() + 1] != " ")


def quoted_share(text: str, quotes: list[Quote], start: int, end: int) -> float:
    """Share of the letters and digits of text[start:end] that stand inside quotations; 0 where there are none."""
    solid = [i for i in range(start, end) if text[i].isalnum()]
    if not solid:
        return 0.0
    inside = sum(any(q.start <= i < q.end for q in quotes if q.end > start and q.start < end) for i in solid)
    return inside / len(solid)
