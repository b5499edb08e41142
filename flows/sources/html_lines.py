"""Which lines of an extracted text are the article, and which are the page's: credits, links to more, prompts."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from flows.sources.html_metadata import Page, clean, same
from seeds import reader
from transforms.normalization import line as one_line

LIST_MARK = re.compile(r"^(?:[-*•·▪►→]\s+)+")
TABLE_RULE = re.compile(r"^[|\s:-]*$")
CELLS = re.compile(r"\s*\|\s*")
TOP_LINES = 6
"""Lines at the start of a text among which title, byline and date may stand."""
LONGEST = 180
LONGEST_LABELLED = 120
TOKEN = re.compile(r"\S+")
CLOCK = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.]\d\d\b|\d年")
COPYRIGHT = re.compile(r"^\W*(?:©|\(c\)|copyright\b)", re.IGNORECASE)


def cleaned(lines: list[str], page: Page) -> list[str]:
    """The lines of the article, without marks of lists and tables."""
    plain = [text for line in lines if (text := unmarked(line))]
    kept = [text for at, text in enumerate(plain) if not (at < TOP_LINES and is_head(text, page)) and not is_furniture(text)]
    return [text for at, text in enumerate(kept) if at == 0 or text != kept[at - 1]]


def unmarked(line: str) -> str:
    """A line without the mark of a list item; cells of a table row with a bar between them."""
    text = LIST_MARK.sub("", line.strip())
    if text.startswith("|") or text.endswith("|"):
        return "" if TABLE_RULE.match(text) else " | ".join(filter(None, CELLS.split(text)))
    return text


def is_head(text: str, page: Page) -> bool:
    """Whether a line at the top is the headline, the byline or the time of publication."""
    return same(text, page.title) or any(same(text, heading) for heading in page.headlines) or is_byline(text, page.author) or is_clock(text)


def is_byline(text: str, author: str | None) -> bool:
    """Whether a line is little more than the authors' names."""
    left = text.casefold()
    for name in (author or "").casefold().split(";"):
        left = left.replace(name.strip(), " ") if name.strip() else left
    return left != text.casefold() and len(clean(left)) <= 12 and not text.endswith((".", "!", "?"))


def is_clock(text: str) -> bool:
    """Whether a line is mostly numbers, as a date with a time is."""
    tokens = TOKEN.findall(text)
    return (
        len(text) <= 70
        and CLOCK.search(text) is not None
        and 2 * sum(any(map(str.isdigit, token)) for token in tokens) >= len(tokens)
        and not text.endswith(".")
    )


def is_furniture(text: str) -> bool:
    """Whether a line is a credit, leads to something else, or asks the reader for something."""
    if len(text) > LONGEST:
        return False
    folded = one_line(text).casefold().replace("’", "'").strip(" \t*_»>→-–—[]()")
    bare = folded.rstrip(" :…!.?>»|")
    return (
        bare in phrases()["whole"]
        or COPYRIGHT.match(text) is not None
        or any(begins(folded, phrase, where) for where in ("start", "label", "short") for phrase in phrases()[where])
    )


def begins(text: str, phrase: str, where: str) -> bool:
    """Whether a line begins with a phrase, in the way that the phrase must stand: before a colon or bar, before a title, alone."""
    if not text.startswith(phrase):
        return False
    rest = text[len(phrase) :]
    if where == "start":
        return rest[:1] in ("", ":", "|", " ", "-", "–", "/") and not text.endswith(".")
    if where == "label":
        return bool(re.match(r"(?: [\w/&]+){0,2} ?[:：|/]", rest)) and len(text) <= LONGEST_LABELLED
    return rest[:1] == " " and len(text) <= LONGEST_LABELLED / 2


@cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    """Phrases of page lines by where they must stand."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in reader.rows("lexicons/page_lines"):
        found[row["where"]].append(row["phrase"])
    return {where: tuple(found[where]) for where in ("start", "label", "short", "whole")}
