"""Capitals put back where a text has none or nothing else, so that the language model can read it; every character stays in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from seeds.reader import cell, rows
from transforms.annotation import lexicons as lex

LOOKED_AT = 4000
"""Characters that are looked at to see whether a text uses capitals."""
FEWEST_CAPITALS, MOST_CAPITALS = 0.004, 0.7
"""Shares of capitals among letters below and above which a text does not use case: edited English has 0.03 to 0.08."""
SHORTEST = 40
"""Letters a text needs for its case to tell anything."""
LARGE_CITY = 400_000
WORD = re.compile(r"[^\W\d_][\w'’]*(?:\.(?=\w))?")
SENTENCE = re.compile(r"(?:^|[.!?]['\"”’)]*\s+|\n\s*|[“\"]\s?)([^\W\d_])")
DAYS_AND_MONTHS = (
    "jan feb aug sept oct nov dec january february april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)


def with_case(text: str) -> str:
    """The text itself if it uses case; else the text in lower case with capitals for sentences and for names the gazetteers know.

    The result has the length of the text, and equals it but for case.
    """
    letters = [c for c in text[:LOOKED_AT] if c.isalpha()]
    capitals = sum(c.isupper() for c in letters) / max(1, len(letters))
    if len(letters) < SHORTEST or FEWEST_CAPITALS <= capitals <= MOST_CAPITALS:
        return text
    lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    chars = list(lowered)
    for match in SENTENCE.finditer(lowered):
        put(chars, match.start(1), chars[match.start(1)].upper())
    for start, form in names(lowered):
        for offset, char in enumerate(form):
            put(chars, start + offset, char)
    return "".join(chars)


def put(chars: list[str], index: int, char: str) -> None:
    """Replace a character by another case of it, if that is one character too."""
    if len(char) == 1 and char.lower() == chars[index].lower():
        chars[index] = char


def names(text: str) -> Iterator[tuple[int, str]]:
    """Where known names start in a lower-case text, with their usual form; and the word behind a title or given name."""
    words = list(WORD.finditer(text))
    known = known_names()
    i = 0
    while i < len(words):
        size = next((n for n in (5, 4, 3, 2, 1) if i + n <= len(words) and plain(text[words[i].start() : words[i + n - 1].end()]) in known), 0)
        is_title = size == 0 and words[i].group() in titles_before_names()
        if size:
            yield words[i].start(), known[plain(text[words[i].start() : words[i + size - 1].end()])]
        following = i + max(1, size)
        if is_title or (size and words[i].group() in lex.given_names()) or (size > 1 and words[following - 1].group() in titles_before_names()):
            last = following
            while last < min(len(words), following + 2) and is_surname(text, words[last - 1], words[last]):
                yield words[last].start(), words[last].group().capitalize()
                last += 1
            if is_title and last > following:
                yield words[i].start(), words[i].group().capitalize()
        i = following


def plain(name: str) -> str:
    """A name without the possessive."""
    return name.removesuffix("'s").removesuffix("’s")


def is_surname(text: str, before: re.Match[str], word: re.Match[str]) -> bool:
    """Whether the word right behind a given name or title can be a surname: no common word, no form of a verb."""
    gap = text[before.end() : word.start()]
    name = word.group().removesuffix("'s").removesuffix("’s")
    return gap in (" ", ". ") and len(name) > 2 and name not in common_words() and not name.endswith(("ing", "ed", "ly", "tion", "ment"))


@cache
def titles_before_names() -> frozenset[str]:
    """One-word titles in lower case without full stop."""
    return frozenset(title for title in lex.titles() if " " not in title)


@cache
def common_words() -> frozenset[str]:
    """Words that are no names: those of the other lexicons, and the function words."""
    found = (
        set(lex.verb_frames())
        | set(lex.cue_verbs())
        | set(lex.event_nouns())
        | set(lex.agent_nouns())
        | set(lex.speech_media())
        | set(lex.cue_nouns())
    )
    found |= {row["word"] for row in rows("lexicons/word_sets")} | {word for name in lex.event_nouns() for word in name.split()}
    found |= {noun + "s" for noun in (*lex.agent_nouns(), *lex.event_nouns())} | {row["word"] for row in rows("lexicons/common_words")}
    return frozenset(found)


@cache
def known_names() -> Mapping[str, str]:
    """Usual forms by lower-case names: countries, peoples, regions, large cities, organizations, leaders, given names, days, months."""
    found: dict[str, str] = {}
    for file, columns in (
        ("countries", ("name", "aliases", "demonyms")),
        ("regions", ("name", "aliases", "demonyms")),
        ("admin1", ("name",)),
        ("organizations_state", ("name", "aliases")),
        ("organizations_society", ("name", "aliases")),
        ("metonyms", ("name",)),
        ("leaders", ("name", "aliases")),
    ):
        for row in rows(f"gazetteers/{file}"):
            for name in (name for column in columns for name in cell(row[column])):
                found.setdefault(name.lower(), name)
    for row in rows("gazetteers/cities"):
        if int(row["population"] or 0) >= LARGE_CITY or row["feature"] == "capital":
            for name in filter(None, (row["name"], row["ascii_name"])):
                found.setdefault(name.lower(), name)
    for title in (title for title in lex.titles() if " " in title):
        found.setdefault(title, title.title().replace(" Of ", " of ").replace(" The ", " the "))
    for name in (*lex.given_names(), *DAYS_AND_MONTHS.split()):
        found.setdefault(name, name.capitalize())
    return {name: form for name, form in found.items() if len(form) == len(name) and (" " in name or (len(name) > 2 and name not in common_words()))}
