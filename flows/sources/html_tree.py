"""The elements of a page, within bounds: no page takes more than seconds or megabytes, whatever is in it."""

import re
from typing import Any

from flows.sources.records import Found, Unusable
from flows.sources.unpacking import ByteStream

MAX_PAGE_BYTES = 16_000_000
"""The largest of 160 pages of news sites has 0.9 MB."""
MAX_TAGS = 50_000
"""End tags counted. The extraction takes up to 8 s for so many."""
LONG_TAG = 20_000
MAX_ATTRIBUTES = 500
"""libxml2 compares each attribute of an element with each: 10,000 take 0.25 s, 300,000 some minutes."""
TAG = re.compile(r"<([a-zA-Z][\w:-]{0,60})((?:=\s*+(?:\"[^\"]*+\"|'[^']*+')|[^>=]++|=)*+)")
QUOTED = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
DOCTYPE = re.compile(r"<!doctype[^>\[]*(?:\[[^\]]*\])?[^>]*>|<\?xml[^>]*>", re.IGNORECASE)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
FORMATTING = re.compile(r"</?(?:font|span|b|i|u|em|strong|small|big|center|nobr|tt|s)\b[^<>]*>", re.IGNORECASE)
"""Tags that old pages open and never close, so that everything after stands inside them."""
PLAIN = re.compile(r"<(/?)plaintext\b", re.IGNORECASE)


def bytes_of(found: Found) -> bytes:
    """Content of the file, decompressed. Raises Unusable if it is larger than the limit, or broken."""
    with ByteStream(found.path, limit=MAX_PAGE_BYTES) as stream:
        content = stream.readall() if found.path.stat().st_size <= MAX_PAGE_BYTES else None
        if content is None or len(content) > MAX_PAGE_BYTES:
            raise Unusable("too_large", f"a page of more than {MAX_PAGE_BYTES} bytes")
        if stream.trouble:
            raise stream.trouble
        return content


def tree_of(text: str) -> Any:
    """Root element of the page. Raises Unusable for what is no page or could not be read in bounded time."""
    if text.count("<") > MAX_TAGS:
        raise Unusable("too_large", f"a page of more than {MAX_TAGS} tags", excerpt=text[:200])
    sound = PLAIN.sub(r"<\1pre", FORBIDDEN.sub("", DOCTYPE.sub("", text, count=3)))
    sound = TAG.sub(shortened, sound) if len(sound) > LONG_TAG else sound
    tree, is_cut = parsed(sound)
    if is_cut:
        tree, is_cut = parsed(FORMATTING.sub("", sound))
    if tree is None or is_cut:
        raise Unusable(
            "malformed", "elements too deep in each other, or one too large, to be read" if is_cut else "a page without elements", excerpt=text[:200]
        )
    return tree


def shortened(found: re.Match[str]) -> str:
    """The start of a tag, without its attributes if there is a flood of them."""
    is_flood = len(found[2]) > LONG_TAG and len(QUOTED.sub("", found[2]).split()) > MAX_ATTRIBUTES
    return f"<{found[1]}" if is_flood else found[0]


def parsed(text: str) -> tuple[Any, bool]:
    """The tree, None if there are no elements; and whether the parser gave up at one of its limits."""
    from lxml import etree, html  # type: ignore[import-untyped, unused-ignore]

    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, bool(limits(parser))
    return tree, bool(limits(parser))


def limits(parser: Any) -> list[str]:
    """Limits of the parser that were met."""
    return [entry.type_name for entry in parser.error_log if "RESOURCE" in entry.type_name]
