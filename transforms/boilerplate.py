"""Pages that stand in an article's place: consent, walls, robot checks, not found, errors. Not articles about them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from seeds import reader

LONGEST = 4_000
"""Characters: the longest stubs are consent texts; what is longer is an article or holds one."""
COVERED = 0.5
"""Share of the text that must be in units with a phrase of the lexicon, ..."""
SPOKEN = 0.8
"""... or in units that speak to the reader as well, if `ENOUGH` is covered."""
ENOUGH = 0.25
MOST_REAL = 150
"""Characters of sentences that are about the world. A teaser of a paragraph is longer, and is an article."""
UNIT = re.compile(r"[^\n.!?。]+[.!?。]*[\"'”’)\]]*")
SPEAKS = re.compile(
    r"\b(?:you|your|yours|you're|you'll|you've|please|click|tap|sign (?:in|up)|log ?in|subscribe[rd]?|register|browser|cookies?|javascript|"
    r"newsletters?|account|password|e-?mail|inbox|captcha|homepage|home page|privacy policy|terms of (?:use|service)|"
    r"menu|search|close|continue|back|share|loading|advertisement|"
    r"bitte|sie|ihre?n?|vous|votre|vos|su|usted)\b|@|https?://|©",
    re.IGNORECASE,
)
REPORTS = re.compile(
    r"\b(?:said|says|told|wrote|warned|admitted|announced|ruled|mocked|blamed|apologised|apologized|joked|police|spokes\w+|researchers|regulators?|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
"""Words of those who report: no page says them of itself."""
PHRASE_SHARE = 0.3
"""Share of a sentence that a phrase must be where the sentence does not speak to the reader."""
LABELS: Mapping[str, str] = {
    "consent": "a request for consent",
    "wall": "a sign-up or subscription form",
    "robot": "a check for robots",
    "missing": "a page that says there is none",
    "script": "a demand on the browser",
    "region": "a page not shown in this region",
    "fault": "an error page",
    "video": "a video player without text",
    "placeholder": "a placeholder",
}
EDGES = " .!"
WORD = re.compile(r"[^\W\d_]{2,}")
REAL_WORDS = 5


def detail_of(kind: str) -> str:
    """What a reject says of a stub."""
    return f"{kind}: {LABELS[kind]} in the place of an article"


class Unit(NamedTuple):
    """A sentence or line: its size, the kind of page it is typical of, and whether it speaks to the reader, reports, or tells something else."""

    size: int
    kind: str | None
    speaks: bool
    reports: bool
    is_real: bool


def kind_of(title: str | None, body: str) -> str | None:
    """The kind of page (`boilerplate_phrases.kind`) whose stub the text is; null for an article, however short.

    A text is a stub if phrases of such pages cover most of it and hardly a sentence is left that tells something.
    """
    if not body.strip() or len(body) > LONGEST:
        return None
    units = [unit_of(found[0].strip()) for found in UNIT.finditer(straight(body)) if found[0].strip()]
    kinds = [unit for unit in units if unit.kind]
    by_title = phrases()["title"].get(straight(title or "").strip(EDGES))
    if not is_stub(units, told_by_title=by_title is not None):
        return None
    return by_title or max({unit.kind: 0 for unit in kinds if unit.kind}, key=lambda kind: sum(unit.size for unit in kinds if unit.kind == kind))


def is_stub(units: list[Unit], *, told_by_title: bool) -> bool:
    """Whether the units of a text are those of a page and not of an article."""
    size = max(1, sum(unit.size for unit in units))
    covered = sum(unit.size for unit in units if unit.kind) / size
    spoken = sum(unit.size for unit in units if unit.kind or unit.speaks) / size
    real = sum(unit.size for unit in units if unit.is_real)
    if any(unit.reports for unit in units) or real > MOST_REAL or (real > 0 and covered < COVERED):
        return False
    if told_by_title:
        return covered > 0 or spoken >= SPOKEN
    return covered >= COVERED or (covered >= ENOUGH and spoken >= SPOKEN)


def unit_of(text: str) -> Unit:
    """What a sentence or line is."""
    is_sentence = len(WORD.findall(text)) >= REAL_WORDS
    if is_sentence and REPORTS.search(text):
        return Unit(len(text), None, speaks=False, reports=True, is_real=True)
    speaks = SPEAKS.search(text) is not None
    kind = next((kind for phrase, kind in phrases()["text"].items() if is_said(phrase, text, speaks=speaks)), None)
    return Unit(len(text), kind, speaks, reports=False, is_real=kind is None and not speaks and is_sentence)


def is_said(phrase: str, text: str, *, speaks: bool) -> bool:
    """Whether a sentence says the phrase as its own words: much of it, or spoken to the reader; not in quotation marks."""
    at = text.find(phrase)
    return at >= 0 and (speaks or len(phrase) >= PHRASE_SHARE * len(text)) and text[max(0, at - 1) : at] not in ("“", '"', "«", "„")


def straight(text: str) -> str:
    """The text in lower case with straight apostrophes, as the lexicon has it."""
    return " ".join(text.replace("’", "'").replace("‘", "'").lower().split(" "))


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Kind by phrase, for texts and for titles."""
    rows = reader.rows("lexicons/boilerplate_phrases")
    return {
        where: {row["phrase"].strip(EDGES if where == "title" else ""): row["kind"] for row in rows if row["where"] == where}
        for where in ("text", "title")
    }
