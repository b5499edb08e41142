"""Sentences with the right answer, as files, and what the annotator reads in them.

A case is a row of `cases/*.csv`: the phenomenon it shows, a text (`¶` is an empty line), what is expected, and for a
shortcoming of today `known_gap` with its reason. Where several things are expected they are separated by `||`, their
parts by `|`; `*` stands for anything, `-` for nothing, `none` for no row at all, a last `...` allows further rows.

`python -m tests.annotation.reading` says which share of every kind passes, what broke and which known gaps have closed;
`--full` shows the open gaps too, `--clear` takes the marks of the closed ones away.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from _pytest.mark import ParameterSet

from transforms.annotation.protocol import Annotations, Document

CASES = Path(__file__).parent / "cases"
KINDS = ("claims", "events", "mentions", "places", "coreference", "status")
COLUMNS = ("group", "text", "expected", "checks", "known_gap", "reason")
ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\w)", re.I)
MARKS = " .,;:!?“”„«»\"‘’'`—–-"


class Case(NamedTuple):
    """One sentence and the right answer."""

    kind: str
    group: str
    text: str
    expected: str
    checks: tuple[tuple[str, str], ...]
    reason: str | None

    @property
    def parts(self) -> list[list[str]]:
        """What is expected, a list of parts each; empty for `none`."""
        things = [] if self.expected == "none" else self.expected.removesuffix("...").split("||")
        return [[part.strip() for part in thing.split("|")] for thing in things if thing.strip()]

    @property
    def is_open(self) -> bool:
        """Whether further rows are allowed."""
        return self.expected.endswith("...")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one text, its rows joined to each other."""

    found: Annotations

    @property
    def chains(self) -> dict[str, dict[str, Any]]:
        """Actors of the text by their identifiers."""
        return {row["chain_id"]: row for row in self.found.chains}

    def mentions(self, text: str) -> list[dict[str, Any]]:
        """Mentions that read exactly so, else those that differ by an article; `word#2` is the second of equal ones."""
        word, _, number = text.partition("#")
        rows = sorted(self.found.mentions, key=lambda row: row["char_start"])
        same = [row for row in rows if row["text"] == word] or [row for row in rows if says(row["text"], word)]
        return same[int(number) - 1 : int(number)] if number else same


@cache
def cases(kind: str) -> tuple[Case, ...]:
    """Cases of one kind, in the order of the file."""
    with (CASES / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(map(case_of, repeat(kind), csv.DictReader(file)))


def case_of(kind: str, row: dict[str, str]) -> Case:
    """The case that a row of a file tells."""
    checks = [check.partition("=") for check in row["checks"].split("; ") if check]
    text, reason = row["text"].replace("¶", "\n\n"), row["reason"] if row["known_gap"] == "yes" else None
    return Case(kind, row["group"], text, row["expected"], tuple((name, value) for name, _, value in checks), reason)


def parametrized(kind: str) -> pytest.MarkDecorator:
    """Every case of a kind as one test, named by how its text begins; known gaps must fail, so that a gain is noticed."""
    return pytest.mark.parametrize("case", list(map(parameter, cases(kind))))


def parameter(case: Case) -> ParameterSet:
    """A case with its name and, where it is a known gap, its mark."""
    marks = [pytest.mark.xfail(strict=True, reason=case.reason)] if case.reason else []
    return pytest.param(case, id=f"{case.group}: {' '.join(case.text[:44].split())}", marks=marks)


@cache
def readings() -> dict[str, Reading]:
    """All texts of all cases, read in one run of the model."""
    from transforms.annotation.spacy_annotator import SpacyAnnotator

    texts = sorted({case.text for kind in KINDS for case in cases(kind)})
    documents = [Document(str(number), text, published_date=date(2026, 3, 18)) for number, text in enumerate(texts)]
    return dict(zip(texts, map(Reading, SpacyAnnotator().annotate(documents)), strict=True))


def reading(text: str) -> Reading:
    """What the annotator finds in the text of a case."""
    return readings()[text]


def plain(text: str | None) -> str:
    """A phrase without what does not matter: article, possessive, outer marks, case of letters, `that` before a clause."""
    bare = re.sub(r"['’]s?$", "", (text or "").strip(MARKS).removeprefix("that ").strip(MARKS))
    return ARTICLE.sub("", bare).lower() or "-"


def says(found: str | None, expected: str) -> bool:
    """Whether a phrase reads as expected."""
    return expected == "*" or plain(found) == plain(expected)


def ends(found: str | None, expected: str) -> bool:
    """Whether a phrase ends as expected: what stands before the head is no matter."""
    return expected == "*" or f" {plain(found)}".endswith(f" {plain(expected)}")


def report(*, clear: bool, full: bool) -> None:
    """Print the share that passes, what broke and which gaps have closed; `full` the open gaps too, `clear` unmarks the closed."""
    for kind in (*KINDS, "quotes"):
        check = import_module(f"tests.annotation.test_{kind}").check
        faults = {case: fault(check, case) for case in cases(kind)}
        right = sum(found is None for found in faults.values())
        groups, good = Counter(case.group for case in faults), Counter(case.group for case, found in faults.items() if found is None)
        print(f"{kind}: {right} of {len(faults)} pass ({right / len(faults):.0%}); not all of "
              + ", ".join(f"{group} {good[group]}/{count}" for group, count in groups.items() if good[group] < count))  # fmt: skip
        for case, found in faults.items():
            if found is None and case.reason:
                print(f"  CLOSED {case.text}")
            elif found is not None and (full or not case.reason):
                print(f"  {'gap   ' if case.reason else 'BROKEN'} {case.text}\n         {found}")
        if clear:
            unmark(kind, {case.text.replace("\n\n", "¶") for case, found in faults.items() if found is None and case.reason})


def fault(check: Callable[[Case], None], case: Case) -> str | None:
    """What is wrong with a case; None if it passes."""
    try:
        check(case)
    except AssertionError as error:
        return str(error).splitlines()[0] if str(error) else "differs"
    return None


def unmark(kind: str, texts: set[str]) -> None:
    """Take the marks of known gaps away."""
    with (CASES / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row | {"known_gap": "", "reason": ""} if row["text"] in texts else row for row in csv.DictReader(file)]
    with (CASES / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    report(clear="--clear" in sys.argv, full="--full" in sys.argv)
