"""Mark-up of a body as paragraphs, one a line."""

import re

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from flows.sources.xml import Element
from transforms.articles import same_words
from transforms.normalization import unwrap

BLOCKS = frozenset(
    (
        *("p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "pre", "blockquote"),
        *("section", "article", "header", "footer", "aside", "main", "address", "details", "summary", "center", "body", "html"),
        *("hl1", "hl2", "block", "bq", "fn", "credit", "note", "tagline", "nitf-table", "body.content", "body.end"),
    )
)
"""Elements of HTML and of NITF that stand on lines of their own."""
CELLS = frozenset(("td", "th"))
HIDDEN = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "math", "canvas"),
        *("form", "button", "select", "textarea", "figure", "audio", "video", "media", "nitf-table-metadata", "pronounce"),
    )
)
"""What nobody reads as text of the story; captions belong to their pictures."""
INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label"),
        *("mark", "meta", "nobr", "q", "ruby", "rt", "rp", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
        *("wbr", "picture", "source", "link", "thead", "tbody", "tfoot", "caption", "col", "colgroup", "input", "figcaption", "style", "title"),
    )
)
KNOWN = BLOCKS | CELLS | HIDDEN | INLINE
BARE_TAG = re.compile(r"<([A-Za-z][\w.]{0,60})>")
CLOSED = re.compile(r"</([A-Za-z][\w.]{0,60})")
KEEPS_LINES = frozenset(("pre",))
HAS_BLOCK = re.compile(rf"<(?:{'|'.join(re.escape(name) for name in sorted(BLOCKS, key=len, reverse=True))})[\s/>]", re.IGNORECASE)
MAX_MARKUP_CHARACTERS = 20_000_000


def paragraphs(root: Element, *, keep_lines: bool = False) -> list[str]:
    """Paragraphs of an element and below, without white space around them. `keep_lines`: its text is not mark-up, line ends count."""
    done: list[str] = []
    parts: list[str] = []
    kept = int(keep_lines)

    def end_line(*, keep: bool) -> None:
        text = "".join(parts)
        parts.clear()
        lines = plain(text) if keep else [text]
        done.extend(line for line in (" ".join(line.split()) for line in lines) if line)

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = str(element.tag).rpartition("}")[2].lower()
        if name in BLOCKS:
            end_line(keep=kept > 0)
        kept += (name in KEEPS_LINES) * (1 if event == "start" else -1)
        if event == "start":
            parts.append(" " if name in CELLS else "")
            if name in HIDDEN:
                walker.skip_subtree()
            else:
                parts.append(element.text or "")
        elif element is not root:
            parts.append(element.tail or "")
    end_line(keep=kept > 0)
    return done


def plain(text: str) -> list[str]:
    """Paragraphs of plain text: one a line, or as blank lines and indents part lines of one width."""
    return [line for line in unwrap(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n") if line.strip()]


def of_html(text: str) -> list[str]:
    """Paragraphs of a piece of HTML. Without a tag that begins a line its own line ends count, for then it is text with some bold in it."""
    if "<" not in text and "&" not in text:
        return [" ".join(line.split()) for line in plain(text)]
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    safe = angled(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text[:MAX_MARKUP_CHARACTERS]))
    try:
        root = etree.fromstring(f"<html><body>{safe}</body></html>".encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    return [] if root is None else paragraphs(root, keep_lines=not HAS_BLOCK.search(text))


def angled(text: str) -> str:
    """The text with words in angle brackets, such as `<unconfirmed>`, kept from being tags: HTML has no such tag and nothing closes it."""
    closed = {name.lower() for name in CLOSED.findall(text)} | KNOWN
    return BARE_TAG.sub(lambda found: found[0] if found[1].lower() in closed else f"&lt;{found[1]}&gt;", text)


def line_of_html(text: str | None) -> str | None:
    """What is one line, with its mark-up undone; None if nothing is left."""
    return " ".join(of_html(text)) or None if text else None


def without_headline(lines: list[str], title: str | None) -> list[str]:
    """The paragraphs without a first one that only repeats the title."""
    return lines[1:] if title and lines and same_words(lines[0], title) else lines
