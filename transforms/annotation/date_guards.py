"""What must stand around a time expression in a text, where its own words could be something else."""

from __future__ import annotations

import re

from transforms.annotation.counts import parse_number
from transforms.annotation.date_words import Words, phase_of, vocabulary, word

BEFORE_CLOCK = {"at", "around", "about", "by", "before", "after", "until", "from"}
NAMES = {"april", "may", "june", "august", "march"}
AFTER_IN = frozenset(["in", "since", "until", "till", "during", "throughout", "between"])
AFTER_OTHER = frozenset(["by", "before", "after", "from", "to", "and", "of", "circa", "or", "through", "around", "about"])
PREVIOUS = re.compile(r"([\w'’.]{1,20})[\s(]{1,3}$")
FOLLOWING = re.compile(r"[ \t\u00a0\n]{1,3}([\w'’-]{1,30})")
EXPECTED = re.compile(r"\b(?:will|would|'ll|’ll|going|due|expected|scheduled|set|planned|plans?|to)\b[^.!?\n]{0,70}$")


def before(text: str, match: Words) -> str:
    """The word before a match as written, empty if there is none."""
    found = PREVIOUS.search(text, max(0, match.start() - 24), match.start())
    return found[1] if found else ""


def after(text: str, match: Words) -> str:
    """The word after a match as written, empty if a mark or the end follows."""
    found = FOLLOWING.match(text, match.end())
    return found[1] if found else ""


def written_as_name(match: Words) -> bool:
    """Whether month and weekday have their capital; full names that are no other word may lack it."""
    names = [match.groupdict().get(part) for part in ("month", "weekday")]
    return all(not name or name[0].isupper() or (name.lower() in {*vocabulary("month"), *vocabulary("weekday")} - NAMES) for name in names)


def year_fits(text: str, match: Words) -> bool:
    """A bare year stands after a preposition and before no counted noun."""
    previous, following = before(text, match).lower(), after(text, match)
    if following.lower() in vocabulary("counted") or text[match.start() - 1 : match.start()] == "-":
        return False
    if text[match.start() - 1 : match.start()] == "(" and text[match.end() : match.end() + 1] == ")":
        return True
    weak = previous in AFTER_OTHER and (not following or following.lower() in vocabulary("function"))
    return bool(phase_of(match)) or "the year" in match[0].lower() or previous in AFTER_IN or weak


def years_fit(text: str, match: Words) -> bool:
    """`the 1980-88 war`, `(2003-2005)`, not a range of other numbers."""
    return before(text, match).lower() in {"the", *AFTER_IN, *AFTER_OTHER} or text[match.start() - 1 : match.start()] == "("


def month_fits(text: str, match: Words) -> bool:
    """A bare month that is also a name or verb needs a preposition that names do not take."""
    if word(match, "year") or word(match, "whose") or word(match, "which") or phase_of(match):
        return True
    said = word(match, "month") or ""
    if said.rstrip(".") in vocabulary("month_short") and said not in NAMES:
        return before(text, match).lower() in ("in", "since", "until") and said.endswith(".")
    return said not in NAMES or before(text, match).lower() in AFTER_IN


def month_day_fits(text: str, match: Words) -> bool:
    """`In December 25 people died` counts people."""
    return bool(word(match, "year")) or after(text, match).lower() not in vocabulary("counted")


def weekday_fits(text: str, match: Words) -> bool:
    """Not `Black Friday`, `every Monday`, `Sunday Times`."""
    return before(text, match).lower() not in vocabulary("not_before_day") and after(text, match).lower() not in vocabulary("not_after_day")


def near_day_fits(text: str, match: Words) -> bool:
    """Not `USA Today`, `an overnight curfew`."""
    return before(text, match).lower() not in {"usa", "russia", "psychology", "an", "the"} or word(match, "near") not in ("today", "overnight")


def season_fits(text: str, match: Words) -> bool:
    """A bare season stands after `in the`; `in the fall of Saigon` is no season."""
    if word(match, "year") or word(match, "whose") or word(match, "which"):
        return after(text, match).lower() != "of" or bool(word(match, "year"))
    return before(text, match).lower() in {"in", "during", "over", "since", "by", "until"} and after(text, match).lower() != "of"


def unit_fits(text: str, match: Words) -> bool:
    """Not `the last week of`, nor a bare `the week`."""
    return after(text, match).lower() != "of" and (word(match, "step") != "the" or bool(phase_of(match)) or word(match, "unit") == "weekend")


def ordinal_day_fits(text: str, match: Words) -> bool:
    """`on the 14th`, not `on the 14th floor`."""
    return before(text, match).lower() == "on" and (not after(text, match) or after(text, match).lower() in vocabulary("function"))


def lapse_fits(text: str, match: Words) -> bool:
    """`for two days before` is how long."""
    previous = before(text, match).lower()
    if not word(match, "n") and parse_number(previous) is not None:
        return False
    return previous not in ("for", "than") or match[0].lower().split()[-1] not in ("before", "after", "on")


def that_fits(text: str, match: Words) -> bool:
    """`that night` at the end of its phrase, not `said that night patrols began`."""
    return not after(text, match) or after(text, match).lower() in vocabulary("function")


def ahead_fits(text: str, match: Words) -> bool:
    """`in two weeks` after `will` or the like; else it is how long something took."""
    lower = match[0].lower()
    if after(text, match).lower() in ("of", "or", "and"):
        return False
    return "time" in lower or "from now" in lower or bool(EXPECTED.search(text, max(0, match.start() - 90), match.start()))


def running_fits(text: str, match: Words) -> bool:
    """`the last three days of May` belongs to May."""
    return after(text, match).lower() != "of"


def clock_fits(text: str, match: Words) -> bool:
    """A time without a.m. or p.m. stands after a preposition."""
    return match[0].rstrip(".").lower().endswith("m") or before(text, match).lower() in BEFORE_CLOCK
