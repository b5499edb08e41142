"""What stands around an article in its text: bylines, datelines, links, credits, notices; none of it is a sentence of the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from transforms.annotation import lexicons as lex
from transforms.annotation.casing import common_words
from transforms.annotation.datelines import Dateline, find_datelines, is_known
from transforms.annotation.furniture_phrases import DAY_AND_MONTH, FRAGMENTS, WEEKDAY, agency, is_medium, standing
from transforms.date_formats import full_year

TOP_LINES = 8
"""Lines with text among which a byline stands: headline, subheading, share buttons, a picture and its credit may come before."""
WORDS_OF_A_PARAGRAPH = 30
"""Words of a line from which on it is a paragraph of the article, below which no byline stands: a name there is whom it quotes."""
LINE = re.compile(r"(?<![^\n])[^\n]+")
DECORATION = re.compile(r"[-–—•*·>»▶►|_~\s]{0,8}")
"""What a line is set off with."""
SENTENCE_START = re.compile(r"(?<=[.!?…)\]|]) (?=[A-Z©(@])")
BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,300})[)\]]")
LABELLED = re.compile(r"\b(?=[PpUuMmLl])(?i:published|posted|updated|modified|last)\b")
"""Where a time of publication may stand within a line."""
DAY_AND_YEAR = re.compile(rf"({DAY_AND_MONTH}),? (\d{{4}}|\d{{2}}$)")
AUTHORS = re.compile(FRAGMENTS["names"])
IS_WEEKDAY = re.compile(rf"{WEEKDAY}$")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that are no part of the article, and what they are: a kind of `lexicons/furniture_phrases`."""

    start: int
    end: int
    kind: str


@dataclass(slots=True)
class Furniture:
    """What stands around an article, and what it says of it."""

    pieces: list[Piece] = field(default_factory=list)
    datelines: list[Dateline] = field(default_factory=list)
    byline: str | None = None
    """Who wrote it, as the text says."""
    agency: str | None = None
    """The news agency that wrote it."""
    dated: str | None = None
    """The day it was published, with the year, as the text says."""


def find_furniture(text: str, headline_end: int = 0) -> Furniture:
    """What stands around the article of a text, whose headline is left alone."""
    found = Furniture(datelines=find_datelines(text, headline_end))
    above: re.Match[str] | None = None
    is_top = True
    for number, line in enumerate(LINE.finditer(text, headline_end)):
        is_top = is_top and number < TOP_LINES and (above is None or above.group().count(" ") < WORDS_OF_A_PARAGRAPH)
        found.pieces += list(in_line(text, line, above, found, is_top=is_top))
        above = line
    first = found.datelines[0] if found.datelines else None
    found.agency = first.agency if first and first.agency else found.agency
    found.dated = dated(first.day) if first and first.day and dated(first.day) else found.dated
    return found


def in_line(text: str, line: re.Match[str], above: re.Match[str] | None, found: Furniture, *, is_top: bool) -> Iterator[Piece]:
    """Pieces of a line; at the top a name alone above the name of a medium is one too."""
    at = bisect_left(found.datelines, line.start(), key=lambda dateline: dateline.start)
    dateline = next((dateline for dateline in found.datelines[at : at + 1] if dateline.start < line.end()), None)
    piece = whole_line(text, line.start(), line.end(), found, is_top=is_top) if dateline is None else None
    if piece is None:
        yield from within(text, dateline.end if dateline else line.start(), line.end(), found)
        return
    if piece.kind == "byline" and above and found.byline is None and is_top and is_author(above.group().strip()):
        found.byline = above.group().strip()
        yield Piece(above.start(), above.end(), "byline")
    yield piece


def without(text: str, furniture: Furniture) -> str:
    """The text with blanks for what is no part of it, every character in its place; the places of a dateline stay, in a line of their own."""
    chars = list(text)
    for dateline in furniture.datelines:
        kept = {i for a, b in dateline.places for i in range(a, b)}
        chars[dateline.start : dateline.end] = [chars[i] if i in kept else " " for i in range(dateline.start, dateline.end)]
        if kept and dateline.end - 1 not in kept:
            chars[dateline.end - 1] = "\n"
        if dateline.start and chars[dateline.start - 1] == " ":
            chars[dateline.start - 1] = "\n"
    for piece in furniture.pieces:
        chars[piece.start : piece.end] = ["\n" if char == "\n" else " " for char in chars[piece.start : piece.end]]
    return "".join(chars)


def whole_line(text: str, start: int, end: int, found: Furniture, *, is_top: bool) -> Piece | None:
    """The line as one piece, if it is one."""
    decoration = DECORATION.match(text, start, end)
    at, lowered = decoration.end() if decoration else start, text[start:end].lower()
    for position in ("top", "line") if is_top else ("line",):
        for kind, match in standing(position, text, at, end, lowered):
            if is_signed(match, kind):
                if is_top or kind != "byline":
                    told(match, kind, found)
                return Piece(start, end, kind)
    return None


def within(text: str, start: int, end: int, found: Furniture) -> Iterator[Piece]:
    """Pieces in a line that is not one itself: sentences, brackets, times; none within another."""
    lowered, last = text[start:end].lower(), start
    for position, at in beginnings(text, start, end):
        brackets = BRACKETS.match(text, at, end) if position == "brackets" else None
        first, before = (at + 1, brackets.end() - 1) if brackets else (at, end)
        for kind, match in standing(position, text, first, before, lowered) if at >= last else ():
            if is_signed(match, kind):
                told(match, kind, found)
                last = brackets.end() if brackets else match.end()
                yield Piece(at, last, kind)
                break


def beginnings(text: str, start: int, end: int) -> list[tuple[str, int]]:
    """Where in a line a piece may begin, in order, and of which position it is then."""
    decoration = DECORATION.match(text, start, end)
    places = [("sentence", decoration.end() if decoration else start)]
    places += [("sentence", match.end()) for match in SENTENCE_START.finditer(text, start, end)]
    places += [("brackets", match.start()) for match in BRACKETS.finditer(text, start, end)]
    places += [("inside", match.start()) for match in LABELLED.finditer(text, start, end)]
    return sorted(places, key=lambda place: (place[1], place[0]))


def told(match: re.Match[str], kind: str, found: Furniture) -> None:
    """Keep what the first byline and the first time of publication say."""
    groups = match.groupdict()
    if kind == "byline":
        found.byline = found.byline or groups.get("who")
        found.agency = found.agency or (agency(groups["by"]) if groups.get("by") else None)
    if kind == "time" and groups.get("when") and match.group().lower().lstrip("(").startswith(("published", "posted", "first", "originally")):
        found.dated = found.dated or dated(groups["when"])


def is_signed(match: re.Match[str], kind: str) -> bool:
    """Whether the names of a byline can be those of persons, and what must be a medium is one."""
    who, by = match.groupdict().get("who") if kind == "byline" else None, match.groupdict().get("by")
    return (by is None or is_medium(by)) and all(is_person(name) for name in re.split(r", and |, | and | & ", who or "") if name)


def is_person(name: str) -> bool:
    """Whether words in capitals can be a person's name: a given name first, or no common word, place or body among them."""
    words = [word.lower().strip(".") for word in name.split()]
    if words[0] in lex.given_names() or lex.plain(name) in lex.leaders():
        return True
    if is_known(name) or lex.fold(name) in lex.organizations() or any(IS_WEEKDAY.match(word) for word in name.split()):
        return False
    return not any(word in common_words() or word in lex.organization_words() or word in lex.agent_nouns() for word in words)


def is_author(line: str) -> bool:
    """Whether a line holds the names of persons and nothing else, the first a given name."""
    return AUTHORS.fullmatch(line) is not None and line.split()[0].lower() in lex.given_names()


def dated(words: str) -> str | None:
    """A day with its year in four digits, without the time; None where the year is not told."""
    match = DAY_AND_YEAR.search(words)
    if match is None:
        return None
    day, year = match.groups()
    return f"{day.rstrip(',')} {full_year(int(year), len(year))}"
