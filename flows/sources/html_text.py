"""The text of the article in a page: trafilatura's, with what is known to go wrong in it put right."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from flows.sources import html_lines
from flows.sources.html_metadata import Page, clean
from flows.sources.html_tree import tree_of

CARDS = "//a[@href][p or div or h2 or h3 or h4 or ul or section]"
"""Links around blocks: the card of another article."""
CLASSES = "concat(' ', normalize-space(@class), ' ')"
CAPTIONS = f"//figcaption | //*[contains({CLASSES}, ' wp-caption-text ') or contains({CLASSES}, ' caption ')]"
UNSEEN_CLASS = re.compile(r"tool-?tip|roll-?over.*block|pop-?over|hover-?card|sr-only|screen-reader|visually-?hidden", re.IGNORECASE)
HIDDEN = "//*[@hidden and not(self::body)] | //div[translate(@style, ' ;', '')='display:none'] | //span[translate(@style, ' ;', '')='display:none']"
TEASERS = "//p[.//a] | //ul[li//a] | //ol[li//a]"
EMPTY = "//span[not(node())] | //a[not(node())]"
"""Marks and anchors, for which the extraction drops the text that comes after them."""
LONGEST_CARD = 2_000
LINKED = 0.8
"""Share of a paragraph's letters that are links, from which on it leads elsewhere."""
LONGEST_TEASER = 200
REAL_PARAGRAPH = 80
"""Characters from which on a paragraph counts as text of the page."""
POOR = 0.45
"""A text with less than this of the page's paragraphs has missed something."""
SHORT = 250
FIRST_WORDS = 60
LONGEST_START = 1_500
LITERAL = re.compile(r'"(?:[^"\\]++|\\.)*+"')
TAGS = re.compile(r"<[^<>]{1,2000}>")
BREAKS = re.compile(r"</p\s*>|<br\s*/?>|</h\d\s*>|</li\s*>|</div\s*>|\r?\n", re.IGNORECASE)


def text_of(page: Page) -> str:
    """Paragraphs of the article, one a line, without its title; empty if there are none."""
    tree = pruned(page.tree)
    text = extracted(tree, page.origin, precise=True)
    if is_poor(text, tree):
        text = longer(text, extracted(page.tree, page.origin, precise=False))
    lines = html_lines.cleaned(checked(text, page), page)
    return "\n".join([*html_lines.cleaned(missed_start(page.body, lines), page), *lines])


def extracted(tree: Any, url: str | None, *, precise: bool) -> str:
    """What trafilatura takes to be the article."""
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(tree, url=url, with_metadata=False, include_comments=False, favor_precision=precise)
    except Exception:  # a library of many hands over pages of many hands: a page it stumbles over has other texts to try
        return ""
    return "" if found is None or isinstance(found, dict) else found.text or ""


def pruned(tree: Any) -> Any:
    """A copy of the page without captions, hidden elements and paragraphs that only lead elsewhere."""
    copy = deepcopy(tree)
    for element in copy.xpath(f"{CAPTIONS} | {HIDDEN} | {CARDS} | {EMPTY}"):
        if len(element.text_content()) < LONGEST_CARD:  # some hide the article until a script shows it
            drop(element)
    for element in copy.xpath("//p//*[@class] | //li//*[@class]"):
        if UNSEEN_CLASS.search(element.get("class")):
            drop(element)
    for element in copy.xpath(TEASERS):
        if leads_elsewhere(element):
            drop(element)
    return copy


def drop(element: Any) -> None:
    """Take the element out, and leave the text after it."""
    if element.getparent() is not None:
        element.drop_tree()


def leads_elsewhere(element: Any) -> bool:
    """Whether a paragraph, or every item of a list, is nothing but a link to something else."""
    if element.tag in ("ul", "ol"):
        return all(leads_elsewhere(item) for item in element.iterchildren("li"))
    text = clean(element.text_content())
    linked = sum(len(clean(link.text_content())) for link in element.iter("a"))
    return 0 < len(text) <= LONGEST_TEASER and linked >= LINKED * len(text) and not text.endswith(".")


def is_poor(text: str, tree: Any) -> bool:
    """Whether the text is short beside the paragraphs of the page."""
    return len(text) < SHORT or len(text) < POOR * sum(map(len, paragraphs(tree)))


def paragraphs(tree: Any) -> list[str]:
    """Texts of the page's longer paragraphs that are not all links."""
    texts = ((clean(element.text_content()), element) for element in tree.iter("p"))
    return [text for text, element in texts if len(text) >= REAL_PARAGRAPH and not leads_elsewhere(element)]


def longer(text: str, other: str) -> str:
    """The other text if it is much longer."""
    return other if len(other) > 1.5 * len(text) else text


def checked(text: str, page: Page) -> list[str]:
    """Lines of the text; those of the article in the page's data where the text holds little of that."""
    lines = text.splitlines()
    for told in (lines_of(page.body), *([] if len(text) >= SHORT else [stored(page)])):
        if sum(map(len, told)) >= SHORT and not is_cut(told) and is_better(told, lines):
            return told
    return lines


def is_better(told: list[str], lines: list[str]) -> bool:
    """Whether an article in data has far more than the text, or the same in paragraphs where the text has none."""
    share = share_of(told, lines)
    return (share < 0.5 and sum(map(len, told)) > 1.5 * sum(map(len, lines))) or (share > 0.9 and len(lines) == 1 < len(told))


def missed_start(body: str, lines: list[str]) -> list[str]:
    """What the article in the page's data has before the first line of the text, where that is in it: the extraction has missed it."""
    told = clean(TAGS.sub(" ", clean(body)))
    at = told.find(clean(lines[0])[:FIRST_WORDS]) if lines and len(lines[0]) >= FIRST_WORDS else -1
    return [told[:at].strip()] if REAL_PARAGRAPH <= at <= LONGEST_START else []


def lines_of(told: str) -> list[str]:
    """Lines of an article in data: with tags, with line ends, or neither."""
    return [line for part in BREAKS.split(told) if (line := clean(TAGS.sub(" ", clean(part))))]


def is_cut(lines: list[str]) -> bool:
    """Whether a text in data is only its beginning."""
    return lines[-1].endswith(("…", "...", "[…]", "[...]"))


def share_of(told: list[str], lines: list[str]) -> float:
    """How much of one text is in the other, by its runs of four words."""
    wanted, there = (set(shingles(" ".join(part))) for part in (told, lines))
    return len(wanted & there) / len(wanted) if wanted else 0.0


def shingles(text: str) -> list[tuple[str, ...]]:
    """Runs of four words; of four characters where words are not divided."""
    words = re.findall(r"\w+", text.casefold())
    parts = words if len(words) > len(text) / 15 else [char for char in text if char.isalnum()]
    return [tuple(parts[at : at + 4]) for at in range(max(1, len(parts) - 3))]


def stored(page: Page) -> list[str]:
    """The longest text with paragraph tags in the data that the page's scripts start from."""
    texts = (text for script in page.tree.iter("script") if script.text for text in literals(script.text))
    longest = max((text for text in texts if text.lower().count("</p>") >= 2), key=len, default="")
    return (
        extracted(pruned(tree_of(f"<html><body><article>{longest}</article></body></html>")), page.origin, precise=False).splitlines()
        if longest
        else []
    )


def literals(script: str) -> Iterator[str]:
    """Long strings of a script, as they are and out of JSON in them."""
    for found in LITERAL.finditer(script):
        if len(found[0]) < SHORT:
            continue
        try:
            text = json.loads(found[0], strict=False)
        except ValueError:
            continue
        yield text
        if '"' in text and text.lstrip()[:1] in ("{", "["):
            yield from literals(text)
