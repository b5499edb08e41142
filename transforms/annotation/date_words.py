"""Words that dates are told in, as fragments for the patterns of `date_rules`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from seeds.reader import rows

Words = re.Match[str]


@cache
def vocabulary(kind: str) -> Mapping[str, str]:
    """Words of one kind of `time_words`, lower case, with their value."""
    return {row["word"].lower(): row["value"] for row in rows("lexicons/time_words") if row["kind"] == kind}


def one_of(*words: str) -> str:
    """Alternatives, longest first; apostrophes straight or curly."""
    return "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=len, reverse=True))


GAP = r"(?:[ \t\u00a0]{1,3}|[ \t]?\r?\n[ \t]?)"
END = r"(?!\w|[.,:/]\d|-\w|–\d)"
YEAR = r"1[5-9]\d\d|20\d\d|2100"
DAY = r"[0-2]?\d|3[01]"
STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "the": 0, "current": 0, "next": 1, "coming": 1}
UNITS = "minutes?|hours?|days?|nights?|weeks?|fortnights?|weekends?|months?|years?|decades?"
TIME = (
    r"(?:(?:(?:2[0-3]|[01]?\d)(?:[:.][0-5]\d)?[ ]?(?:[ap]\.m\.|[ap]m\b)|(?:2[0-3]|[01]?\d):[0-5]\d|\d{4}(?=[ ](?:GMT|UTC|hours|local))"
    r"|noon|midnight|midday|dawn|dusk|sunrise|sunset)"
    r"(?:[ ](?:local[ ]time|hours|(?-i:[A-Z]{2,4})\b))?(?:[ ]\([^()\n]{1,30}\))?)"
)


@cache
def fragments() -> Mapping[str, str]:
    """What stands for `{name}` in a pattern."""
    part = "morning|afternoon|evening|night|midday|noon|midnight|dawn"
    number = one_of(*(row["word"] for row in rows("lexicons/number_words") if row["kind"] == "number"))
    phase = one_of(*vocabulary("phase")).replace(r"\ ", " ")
    weekday = one_of(*vocabulary("weekday"))
    month = f"(?:{one_of(*vocabulary('month'))}|(?:{one_of(*vocabulary('month_short'))})\\.?)"
    year = f"(?P<year>{YEAR})"
    return {
        "lead": f"(?:(?:the )?(?:(?:early|late|small|predawn) )?(?:{part}|hours) of |(?:late|early|later|earlier|predawn|pre-dawn|mid)(?: on)? )?",
        "tail": f"(?: (?:(?:early|late) )?(?:{part}|lunchtime)\\b)?",
        "weekday": f"(?P<weekday>{weekday})",
        "dayname": f"(?:(?P<weekday>{weekday}|(?:{one_of(*vocabulary('weekday_short'))})\\.?),? )?",
        "month": f"(?P<month>{month})",
        "day": f"(?P<day>{DAY})(?:st|nd|rd|th)?",
        "until": f"(?P<until>{DAY})(?:st|nd|rd|th)?",
        "year": year,
        "of_year": f"(?:,? (?:of |in )?{year}(?! (?:{one_of(*vocabulary('counted'))})\\b)|,? (?:of )?(?P<whose>last|this|next) year)",
        "which": "(?P<which>last|next|this past|this coming|this|past|coming)",
        "phase": f"(?:(?:the )?(?P<phase>{phase})(?: |-))",
        "season": f"(?P<season>{one_of(*vocabulary('season'))})",
        "ordinal": f"(?P<ordinal>{one_of(*vocabulary('ordinal'))})",
        "n": f"(?P<n>\\d{{1,3}}|an?|(?:(?:{number})(?:-| ))?(?:{number})|a couple of|a dozen|half a dozen)",
        "vague": "(?:several|a few|few|many|some|recent)",
        "unit": f"(?P<unit>{UNITS})",
        "time": TIME.replace("[ ]", " "),
        "part": part,
    }


def expand(pattern: str) -> str:
    """A pattern with its fragments and gaps written out."""
    for name, fragment in fragments().items():
        pattern = pattern.replace("{" + name + "}", fragment)
    return pattern.replace("[ ]", "\0").replace(" ", GAP).replace("\0", "[ ]")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern ready for use, with the guard at its end."""
    return re.compile(f"(?:{expand(pattern)}){END}", re.IGNORECASE)


def word(match: Words, name: str) -> str | None:
    """A named part of a match in lower case, gaps as single spaces; None if the pattern or the text lacks it."""
    found = match.groupdict().get(name)
    return " ".join(found.lower().replace("’", "'").split()) if found else None


def phase_of(match: Words) -> str | None:
    """`early`, `mid` or `late` where the text limits a month or year to a part of it."""
    said = word(match, "phase")
    return vocabulary("phase").get(said) if said else None
