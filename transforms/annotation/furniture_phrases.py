"""The reviewed phrases of what is around an article, as regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from seeds.reader import cell, rows
from transforms.annotation import lexicons as lex

CAPITAL = r"(?:[^\W\d_a-z][\w’'.-]{0,40})"
NAME = rf"(?:{CAPITAL}(?: (?:(?:de|del|la|van|von|der|den|bin|al|el|ul|e|da|dos|di|du|y) )?{CAPITAL}){{1,4}}?)"
CREDITED = (
    rf"(?:(?:{CAPITAL}(?:/{CAPITAL}){{0,3}}|and|in|of|for|at|by|with|from|via|the|on|to|additional|further|reporting|editing|writing|graphics"
    r"|reported|contributed|staff|writers?)[,;:]?)"
)
ROLE = r"staff|senior|special|to|correspondents?|reporters?|writers?|editors?|columnists?|contributors?|producers?|bureau|chief|political|white|house"
MONTH = r"(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december)\.?"
WEEKDAY = r"(?i:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?i:day)?\.?"
ORDINAL = r"(?:st|nd|rd|th)?"
DAY_AND_MONTH = rf"(?:\d{{1,2}}{ORDINAL} {MONTH}|{MONTH} \d{{1,2}}{ORDINAL})"
DATE = rf"(?:(?:{WEEKDAY},? )?(?:{DAY_AND_MONTH}(?:,? \d{{4}})?|\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|\d{{4}}-\d\d-\d\d))"
TIME = r"(?:\d{1,2}(?:[:.]\d\d){0,2} ?(?i:[ap]\.?m\b\.?)(?: \(?[A-Z]{1,4}\b\)?)?|\d{1,2}[:.]\d\d(?::\d\d)?(?: \(?[A-Z]{1,4}\b\)?)?)"
WHEN = rf"(?:(?:on )?{DATE}(?:,? ?(?:at |[-–|] ?)?{TIME})?|(?:at )?{TIME},?(?: (?:on )?{DATE})?)"
SHARING = (
    r"shares?|tweet|facebook|twitter|pinterest|linkedin|e-?mail|print|google\+?|reddit|whatsapp|tumblr|flipboard|messenger|telegram"
    r"|pin|post|copy|link|embed|sms|save|instagram|youtube|x|more|comments?"
)
UNSAID = r'[^\s"“”.!?]{1,60}(?:[.!?][^\s"“”.!?]{1,60}){0,3}'
"""A word without quotation marks, and without a full stop at its end."""

FRAGMENTS = {
    "name": NAME,
    "names": rf"(?P<who>{NAME}(?:(?:, and |, | and | & ){NAME}){{0,4}})",
    "people": rf"{CAPITAL}(?: [^\s.!?]{{1,60}}(?:[.!?][^\s.!?]{{1,60}}){{0,3}}(?:\.(?= [A-Z]))?){{0,50}}?",
    "caps": rf"(?:{CAPITAL}(?:,? (?:(?:the|of|and|for|&) )?{CAPITAL}){{0,7}})",
    "credit": rf"(?=[^\W\d_a-z@]){CREDITED}(?: {CREDITED}){{0,50}}",
    "media": rf"(?P<by>(?:[Tt]he )?{CAPITAL}(?: (?:of |and |& )?{CAPITAL}){{0,4}})",
    "role": rf"(?:(?:{CREDITED}|(?i:{ROLE}),?)(?: (?:{CREDITED}|(?i:{ROLE}),?)){{0,7}})",
    "post": r"(?:[^\s.!?]{1,30} ){0,6}(?i:correspondents?|editor|reporters?|writer|analyst|columnist|producer)",
    "staff": r"(?i:(?:news )?staff(?: and)?(?: (?:writers?|reporters?|reports?|correspondents?|wire reports?))"
    r"|wire reports?|news services?|special correspondent)",
    "places": rf"{CAPITAL}(?:(?:, | and | ){CAPITAL}){{0,4}}",
    "addressee": r"(?:to )?(?=[A-Z])[^\n@]{1,60}? at",
    "tail": r"[^\n]{0,600}",
    "related": r"(?=[“\"‘'(]{0,2}[A-Z0-9])[^\n]{10,160}[^\s.,;:] R(?:ead more|EAD MORE)",
    "words": rf"(?:{UNSAID}(?: {UNSAID}){{0,13}}?)",
    "rest": r"[^\n]{1,600}",
    "gap": r"[^\n]{1,200}?",
    "upto": r"[^\n]{1,240}?",
    "headline": r"(?=[“\"‘'(]{0,2}[A-Z0-9])[^\n]{2,200}(?<![.,;:])",
    "caption": r"(?=[“\"‘'(©@]{0,2}[^\W_a-z])[^\n]{1,500}",
    "date": DATE,
    "time": TIME,
    "when": rf"(?P<when>{WHEN})",
    "year": r"(?:19|20)\d\d(?: ?[-–] ?\d{2,4})?",
    "number": r"\d{1,4}",
    "c": r"(?:©|\([cC]\))",
    "url": r"(?:https?://|www\.)\S{3,300}",
    "email": r"(?:[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,4}|\[email protected\])",
    "handle": r"@\w{1,30}",
    "dash": r"[-–—]{1,2}",
    "sep": r"(?: ?[|,•/] ?| [-–—]{1,2} )",
    "slash": r" ?/ ?",
    "sharing": rf"(?i:{SHARING})(?:[ |,/•]{{1,3}}(?i:{SHARING}|this|article|story|on|via)){{0,16}}",
}
"""What a placeholder of a phrase stands for. Each is bounded, so that no text takes more than linear time."""
ENDS = {
    "top": r"[ :…|)]{0,4}\.?$",
    "line": r"[ :…»›>|)*]{0,6}\.?[ »›>]{0,4}$",
    "sentence": r"[ :…»›>]{0,4}(?:[.!?…]{1,3}(?=[ \n]|$)|(?=\n)|$)",
    "inside": "",
    "brackets": r"[ .:]{0,3}$",
}
WORD = re.compile(r"[^\W\d_][\w'’]*")
PLAIN = re.compile(r"[a-z]+")
NO_FULL_STOP = r"[ »›>|)*]{0,6}$"
"""How a line with a headline ends: with a full stop it is a sentence (`Watch: We will win.`)."""


class Phrase(NamedTuple):
    """A kind of furniture and how it reads."""

    kind: str
    pattern: re.Pattern[str]
    needs: str
    """Lower-case word without which it cannot be there; asked first, for that is ten times quicker."""


def standing(position: str, text: str, at: int, end: int, lowered: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Kinds and matches of the phrases of a position that begin at a character; `lowered` is their line in lower case."""
    first, others = phrases(position)
    word = WORD.match(text, at)
    for phrase in (*first.get(word.group().lower(), ()), *others) if word else others:
        match = phrase.pattern.match(text, at, end) if phrase.needs in lowered else None
        if match:
            yield phrase.kind, match


@cache
def phrases(position: str) -> tuple[dict[str, tuple[Phrase, ...]], tuple[Phrase, ...]]:
    """Phrases of a position by the words they begin with, and those that begin with none."""
    by_word: dict[str, tuple[Phrase, ...]] = {}
    others: list[Phrase] = []
    for row in (row for row in rows("lexicons/furniture_phrases") if row["position"] == position):
        pattern = re.compile(expression(row["phrase"]) + ending(row["phrase"], position))
        phrase = Phrase(row["kind"], pattern, max((t for t in row["phrase"].split() if PLAIN.fullmatch(t)), key=len, default=""))
        words = first_words(row["phrase"].split())
        for word in words:
            by_word[word] = (*by_word.get(word, ()), phrase)
        others += [] if words else [phrase]
    return by_word, tuple(others)


def first_words(tokens: list[str]) -> frozenset[str]:
    """The words a phrase can begin with; none where that may be anything."""
    found: set[str] = set()
    for token in tokens:
        words = [WORD.match(word) for word in token.rstrip("?").split("/")]
        if not all(words):
            return frozenset()
        found.update(word.group().lower() for word in words if word)
        if not token.endswith("?"):
            break
    return frozenset(found)


def ending(phrase: str, position: str) -> str:
    """What must stand behind the phrase."""
    return NO_FULL_STOP if position == "line" and phrase.endswith("{headline}") else ENDS[position]


def expression(phrase: str) -> str:
    """A phrase of the file as an expression: `a/b` are alternatives, `a?` is optional, `{x}` a placeholder; `{words}` may be none."""
    made, before = "", ""
    for token in phrase.split():
        word = "".join(fragment(part) for part in re.split(r"(\{\w+\})", token.removesuffix("?")) if part)
        if token in ("{words}", "{words}?") and before:
            made += f"(?:{before}{word})??"
        elif token.endswith("?"):
            made += f"(?:{before}{word})?" if before else f"(?:{word} )?"
        else:
            made += before + word
        if before or not token.endswith("?"):
            before = " ?" if token.endswith((":", "{c}")) else "[,:]? "
    return made


def fragment(part: str) -> str:
    """A part of a token: a placeholder, or words of which one must stand there."""
    if part.startswith("{"):
        return fragments()[part.strip("{}")]
    words = [re.escape(word) for word in part.removesuffix(":").split("/")]
    return "(?i:" + "|".join(words) + ")" + (" ?:" if part.endswith(":") else "")


@cache
def fragments() -> dict[str, str]:
    """Placeholders with the one that stands for whoever sells or sends pictures."""
    names = sorted((row["form"] for row in rows("lexicons/news_agencies") if row["kind"] == "photo"), key=lambda name: (-len(name), name))
    photo = "(?:(?=[A-Zd])(?i:" + "|".join(map(re.escape, names)) + r")(?!\w))"
    return FRAGMENTS | {"photo": rf"{photo}(?: ?(?:/|via|for) ?{photo})?"}


def is_medium(by: str) -> bool:
    """Whether words name a news agency or another medium that is known, or several."""
    return any(agency(part) or lex.fold(part) in media() for part in parts(by))


def parts(by: str | None) -> list[str]:
    """Each of those that brackets name: `AFP/Agency`, `Agency via AP`."""
    return [part.strip() for part in re.split(r" ?/ ?| via |, | and ", by or "") if part.strip()]


def agency(form: str) -> str | None:
    """The news agency that a dateline or byline names; None if it is none."""
    return wires().get(lex.fold(form))


@cache
def wires() -> dict[str, str]:
    """Names of news agencies by how a dateline writes them, folded."""
    return {lex.fold(row["form"]): row["agency"] for row in rows("lexicons/news_agencies") if row["kind"] == "wire"}


@cache
def media() -> frozenset[str]:
    """Names of the media that the gazetteer knows, folded."""
    found = [row for row in rows("gazetteers/organizations_society") if row["actor_type"] == "media"]
    return frozenset(lex.fold(name) for row in found for name in (row["name"], *cell(row["aliases"])))
