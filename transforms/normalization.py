"""What text is made of once it has been read: repaired, free of mark-up and invisible characters, one paragraph a line."""

import re
import unicodedata
from html import unescape
from itertools import pairwise
from textwrap import dedent
from typing import NamedTuple

from ftfy import fix_encoding
from ftfy.badness import is_bad

BLOCKS = "p|br|div|li|ul|ol|h[1-6]|tr|table|thead|tbody|blockquote|figure|figcaption|section|article|header|footer|hr|pre|html|body|head|title"
INLINE = "b|i|u|em|strong|a|span|img|small|sup|sub|td|th|font|cite|q|code|s|mark|time|video|iframe|source|picture|svg|path|button|label|meta|link"
HIDDEN = ("script", "style", "noscript")
TAG = re.compile(
    rf"<!--(?P<open>)|-->|<(?P<close>/?)(?:(?P<hidden>{'|'.join(HIDDEN)})|(?P<block>{BLOCKS})|(?:{INLINE}))(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE
)
"""Tags of HTML by name, so that `<unconfirmed>` in a text stays. Bounded, so that no input takes more than linear time."""
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

ANSI = re.compile("(?:\x1b\\[|\x9b)[0-?]{0,50}[ -/]{0,5}[@-~]|\x1b\\][^\x07\x1b\n]{0,500}(?:\x07|\x1b\\\\)|\x1b[@-Z\\\\^_]")
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, soft hyphen, zero-width and direction marks, tag characters."""
SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
AROUND_LINE_END = re.compile(" ?\n ?")
BLANK_LINES = re.compile("\n{3,}")
WIRE_PARAGRAPH = re.compile(r"(?<=[.!?\"')]) {4,}(?=\S)")
"""Wires of the 1980s that lost their line ends mark a paragraph by four spaces after a full stop."""

SENTENCE_END = (".", "!", "?", '."', '!"', '?"', ".”", "!”", "?”", ".'", ".’", ".)", ":")
WRAP_WIDTHS = range(45, 91)
WRAPPED_SHARE = 0.6
MIN_WRAPPED_LINES = 3
MIN_INDENTED_LINES = 2
"""From two indented lines on the indent marks paragraphs, so that one line without it is enough to be a continued one."""


class Repaired(NamedTuple):
    """A text, and the codes (`text_repairs`) of what had to be put right in it."""

    text: str
    repairs: tuple[str, ...]


def body(text: str) -> str:
    """The text as `articles.text` holds it: a newline ends a paragraph, there are no two spaces and no invisible character."""
    return repaired(text).text


def repaired(text: str) -> Repaired:
    """The same, with what was put right beyond spaces, line ends and the form of composed letters."""
    sound = without_mojibake(text)
    plain = without_markup(sound)
    seen = visible(plain)
    whole = unwrap(seen)
    found = {
        "mojibake": sound != text and sound != unicodedata.normalize("NFC", text),
        "markup": plain != sound,
        "invisible": bool(UNSEEN.search(plain)),
        "line_breaks": whole != seen,
    }
    return Repaired(tidy(whole), tuple(code for code, is_so in found.items() if is_so))


def line(text: str) -> str:
    """The same for what is one line: a title, a name."""
    return " ".join(body(text).split())


def without_mojibake(text: str) -> str:
    """The text with lines that were decoded in the wrong encoding put right; other lines are as they were."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)  # some crawls decompose what they have decoded wrongly
    return "\n".join(part if part.isascii() or not is_bad(part) else fix_encoding(part) for part in composed.split("\n"))


def without_markup(text: str) -> str:
    """The text without tags, scripts and comments, entities undone once; as it was if there is no mark-up in it."""
    return ENTITY.sub(lambda found: unescape(found[0]), without_tags(text)) if "<" in text or "&" in text else text


def without_tags(text: str) -> str:
    """The text between the tags; a block tag is a line end. What a script that never ends hides is kept."""
    kept: list[str] = []
    at, hidden_from = 0, None
    for tag in TAG.finditer(text):
        if hidden_from is None and tag[0] != "-->":
            kept += [text[at : tag.start()], "\n" if tag["block"] else ""]
            at = tag.end()
            hidden_from = at if (tag["hidden"] and not tag["close"]) or tag["open"] is not None else None
        elif hidden_from is not None and (tag[0] == "-->" or (tag["hidden"] and tag["close"])):
            at, hidden_from = tag.end(), None
    return "".join([*kept, text[at:]])


def visible(text: str) -> str:
    """The text in NFC, with line feeds as line ends, and without characters that nobody sees."""
    return unicodedata.normalize("NFC", UNSEEN.sub("", LINE_END.sub("\n", ANSI.sub("", text))))


def tidy(text: str) -> str:
    """The text with single spaces, none at the ends of lines, and at most one blank line."""
    folded = AROUND_LINE_END.sub("\n", SPACES.sub(" ", WIRE_PARAGRAPH.sub("\n", text)))
    return BLANK_LINES.sub("\n\n", folded).strip(" \n")


def unwrap(text: str) -> str:
    """Text that was broken into lines of one width, as one line a paragraph; other text as it was.

    A paragraph of wrapped text ends at a blank line, before an indented line, and after a short last line.
    """
    lines = dedent(text.expandtabs()).split("\n")
    width = wrap_width(lines)
    if width is None:
        return text
    paragraphs: list[list[str]] = [[]]
    for before, now in pairwise(["", *lines]):
        if not now.strip() or is_indented(now) or ends_paragraph(before, width):
            paragraphs.append([])
        if now.strip():
            paragraphs[-1].append(now.strip())
    return "\n\n".join(joined(paragraph) for paragraph in paragraphs if paragraph)


def wrap_width(lines: list[str]) -> int | None:
    """The width the lines were broken at; None if they were not.

    Lines were broken if most that another follows directly end in mid-sentence, and had no room for the next word.
    """
    pairs = [(now.rstrip(), after) for now, after in pairwise(lines) if now.strip() and after.strip() and not is_indented(after)]
    if len(pairs) < (1 if sum(map(is_indented, lines)) >= MIN_INDENTED_LINES else MIN_WRAPPED_LINES):
        return None
    lengths = sorted(len(now) for now, _ in pairs)
    width = lengths[int(0.98 * (len(lengths) - 1))]
    full = sum(len(now) + 1 + len(after.split(maxsplit=1)[0]) > width - 4 for now, after in pairs)
    broken = sum(len(now) in WRAP_WIDTHS and not now.endswith(SENTENCE_END) for now, _ in pairs)
    return width if width in WRAP_WIDTHS and min(full, broken) >= WRAPPED_SHARE * len(pairs) else None


def is_indented(text: str) -> bool:
    """Whether a line begins a paragraph by its indent."""
    return text.startswith(" ") and not text.isspace()


def ends_paragraph(text: str, width: int) -> bool:
    """Whether a line is the short last one of its paragraph."""
    return text.rstrip().endswith(SENTENCE_END) and len(text.rstrip()) < 0.7 * width


def joined(lines: list[str]) -> str:
    """Lines of a paragraph as one; a word that a hyphen divides keeps it, for nobody knows which hyphens were there before."""
    return re.sub(r"(?<=\w)- (?=\w)", "-", " ".join(lines)) if any(text.endswith("-") for text in lines) else " ".join(lines)
