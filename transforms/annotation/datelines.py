"""Where, when and by whom an article is dated: the words before its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from seeds.reader import table
from transforms.annotation import lexicons as lex
from transforms.annotation.casing import LARGE_CITY, common_words
from transforms.annotation.furniture_phrases import DAY_AND_MONTH, agency, is_medium, parts

WORD = r"[^\W\d_](?:[\w.'’]|-(?=\w)){0,30}"
PLACE = rf"{WORD}(?: {WORD}){{0,3}}"
DAY = rf"(?:{DAY_AND_MONTH}(?:,? (?:\d{{4}}|\d{{2}})(?!\d))?)"
LARGER = r"[^\W\d_a-z][\w.'’-]{1,30}(?: [^\W\d_a-z][\w.'’-]{1,30}){0,2}"
DASH = r" ?(?:--|—)| [–-](?= )|(?<=\))[–-](?= )|:(?= )"
DATELINE = re.compile(
    rf"(?P<places>(?!{DAY}){PLACE}(?: ?/ ?{PLACE}){{0,2}})?(?:, (?!{DAY})(?P<within>{LARGER}))?(?:,? ?(?P<day>{DAY}))?"
    rf"(?P<bracket>,? ?\((?P<by>[^()\n]{{2,40}})\))?(?P<dash>{DASH})?(?: ?\[(?i:text)\])? ?"
)
"""`LIMA (Agency) –`, `TROMSO, Norway, May 3 (Agency) --`, `(Agency) -`, `LIMA:`; what it can be is asked of each by `accepted`."""
SENTENCE = re.compile(r"[“\"‘'(\[]{0,2}(?:[^\W\d_a-z]|\d|\.\.\.|…)")
"""How what follows a dateline begins."""
LINE = re.compile(r"(?<![^\n])[^\n]+")
HEADLINE_END = re.compile(r"(?<!\b[A-Z]{2})[.?!] (?=[A-Z]{2})")
"""Where a dateline stands behind its headline in one line."""
PARTICLE = re.compile(r"^(?:Mc|Mac|De|La|Le|O['’])(?=[A-Z])")
ABBREVIATED = re.compile(r"(?:[A-Z][a-z]{1,5}\.|[A-Z]\.? ?[A-Z]\.?|[A-Z]\.[A-Z]\.[A-Z]?\.?)")
INSERTED = re.compile(r" (?:--|[-–—]) |—")
"""A dash within a sentence, as around what is inserted in it."""
TOP_LINES = 4
"""Lines with text among which a dateline that little else speaks for must stand: headline and byline may come before. One that
is not in capitals may stand twice as far down; further below it is quoted, or no dateline."""
FEWEST_WORDS = 6
"""Words of a sentence behind `LIMA:`, where a title or a label has fewer."""
STATION = re.compile(r"[A-Z][A-Z0-9&][\w&]{0,14}(?:[ /.-][A-Z0-9&][\w&.]{0,12}){0,4}$")
"""Initials of a local station or newspaper, as `WSNX`, `KLMT 7`, `CBSLima`."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """Characters of a dateline and of what it says."""

    start: int
    end: int
    places: tuple[tuple[int, int], ...]
    within: str | None = None
    """Larger place named behind the first one."""
    agency: str | None = None
    day: str | None = None


def find_datelines(text: str, begin: int = 0) -> list[Dateline]:
    """Datelines from a character on, in order: before the first sentence, and where a later paragraph has one of its own."""
    found = []
    for number, line in enumerate(LINE.finditer(text, begin)):
        behind = HEADLINE_END.finditer(text, line.start(), min(line.end(), line.start() + 300)) if number == 0 else ()
        starts = (line.start(), *(match.end() for match in behind))
        found += [dateline for at in starts if (dateline := dateline_at(text, at, line.end(), number)) is not None][:1]
    return found


def dateline_at(text: str, start: int, end: int, number: int) -> Dateline | None:
    """The dateline that begins at a character of a line, which is the `number`th from the top; None if none does."""
    match = DATELINE.match(text, start, end)
    if match is None or not (match["dash"] or match["bracket"]) or not accepted(match, text[match.end() : end], number):
        return None
    places = [(p.start() + match.start("places"), p.end() + match.start("places")) for p in re.finditer(r"[^/]+", (match["places"] or "").strip())]
    trimmed = tuple((a + text[a:b].startswith(" "), b - text[a:b].endswith(" ")) for a, b in places)
    return Dateline(start, match.end(), trimmed, match["within"], next(filter(None, map(agency, parts(match["by"]))), None), match["day"])


def accepted(match: re.Match[str], rest: str, number: int) -> bool:
    """Whether words that look like a dateline are one, by what they name and what follows them."""
    names, by, dash = [name.strip() for name in (match["places"] or "").split("/") if name.strip()], match["by"], (match["dash"] or "").strip()
    begins = SENTENCE.match(rest) is not None
    if any(lex.fold(name) in lex.organizations() and not is_known(name) for name in names):
        return False
    sure = bool(names) and all(in_capitals(name) or (is_known(name) and number < 2 * TOP_LINES) for name in names)
    if by and is_medium(by):
        return bool(dash and dash != ":" and (begins or match["day"] or sure)) or (not dash and begins and (sure or not names) and not match["day"])
    if dash == ":":
        return not by and begins and number < TOP_LINES and is_labelled_town(names, match, rest)
    if by:
        is_source = bool(match["day"]) or STATION.match(by) is not None or is_day(by)
        return bool(dash and (sure or match["day"])) and is_source and not is_acronym(names, by)
    if not (dash and sure and begins):
        return False
    if match["day"]:
        return True
    if match["within"]:
        return is_larger(match["within"]) and (in_capitals(names[0]) or dash != "-" or number < TOP_LINES)
    return all(alone(name, dash, rest, number) for name in names)


def alone(name: str, dash: str, rest: str, number: int) -> bool:
    """Whether a name with nothing but a dash behind it can be a dateline."""
    if len(rest.split()) < FEWEST_WORDS or (lex.fold(name) in lex.countries() and lex.fold(name) not in lex.capitals()):
        return False
    if in_capitals(name):
        is_leader = lex.fold(name) in surnames() and lex.fold(name) not in lex.capitals() and lex.fold(name) not in large_towns()
        return not is_leader and (is_known(name) or (number < TOP_LINES and is_plausible(name)))
    return number < TOP_LINES and dash != "-" and not INSERTED.search(rest.split(". ")[0])


def is_labelled_town(names: list[str], match: re.Match[str], rest: str) -> bool:
    """Whether a name before a colon is a town that a sentence is dated from, and no label of a list."""
    if len(names) != 1 or match["within"] or match["day"] or rest.isupper() or len(rest.split()) < FEWEST_WORDS:
        return False
    return in_capitals(names[0]) and (lex.fold(names[0]) in lex.capitals() or lex.fold(names[0]) in large_towns())


def in_capitals(name: str) -> bool:
    """Whether a name is written in capitals (`McLEAN` is)."""
    return len(name) > 2 and all(PARTICLE.sub("", word).isupper() or word in ("de", "del", "la", "el", "al", "of") for word in name.split())


def is_known(name: str) -> bool:
    """Whether a gazetteer knows a place of the name."""
    folded = lex.fold(name)
    return folded in lex.countries() or folded in lex.subnational() or folded in towns()


def is_plausible(name: str) -> bool:
    """Whether a name that no gazetteer knows can be a small town: none of its words is a common one, a label or a leader's name."""
    words = [word.lower().strip(".") for word in name.split()]
    labels = lex.word_set("section_labels")
    return not any(
        word in common_words() or word in labels or word in lex.organization_words() or word in lex.titles() or word in surnames() for word in words
    )


def is_larger(name: str) -> bool:
    """Whether a name can be that of the country or state around a town: known, or a state abbreviated."""
    return is_known(name) or ABBREVIATED.fullmatch(name) is not None


def is_day(by: str) -> bool:
    """Whether brackets hold a day."""
    return re.match(rf"(?:[A-Z][a-z]{{2,8}}[.,]? )?{DAY}", by) is not None


def is_acronym(names: list[str], by: str) -> bool:
    """Whether brackets hold the initials of the name before them."""
    return any(by == "".join(word[0] for word in name.split() if word[0].isupper()) for name in names if " " in name)


@cache
def towns() -> frozenset[str]:
    """Names of populated places, folded."""
    frame = table("gazetteers/cities")
    names = pl.concat([frame["name"], frame["ascii_name"], frame["aliases"].str.split("|").explode()]).drop_nulls()
    return frozenset(names.str.to_lowercase().str.replace_all("’", "'", literal=True).to_list())


@cache
def large_towns() -> frozenset[str]:
    """Names of large cities, folded; `KING:` and `PORTER:` are towns too, but more often speakers of an interview."""
    frame = table("gazetteers/cities").filter(pl.col("population").cast(pl.Int64, strict=False) >= LARGE_CITY)
    return frozenset(map(lex.fold, frame["name"]))


@cache
def surnames() -> frozenset[str]:
    """Last words of the names of leaders."""
    return frozenset(name.split()[-1] for name in lex.leaders())
