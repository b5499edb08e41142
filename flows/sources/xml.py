"""XML of strangers as a tree: nothing is fetched or unfolded, and a slightly broken file is recovered with its fault told."""

import codecs
import io
import re
from functools import lru_cache
from html.entities import html5
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

from flows.sources.content import BOMS, HEAD_BYTES, encoding_of, is_utf8, wide_encoding
from flows.sources.records import Reject, Unusable
from flows.sources.unpacking import ByteStream

Element = Any
"""An element of lxml, which has no types of its own."""
MAX_XML_BYTES = 64_000_000
"""A tree takes some five times its bytes; a day of a large agency is a tenth of this."""
SEVEN_BIT = ("iso2022", "hz")
"""Encodings of Japanese and Chinese whose bytes are all ASCII, and so pass for UTF-8."""
TEXT_ENCODING = re.compile(r"iso|cp\d|ptcp|utf-(?:8|16|32)|koi8|gb|big5|euc|shift|mac-|ascii|hz|tis|johab|kz")
"""Names of codecs that a declaration may ask for. Python has others, that compress, fetch names or take quadratic time."""
XML_DECLARATION = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*+(?:\[.*?\]\s{0,100})?>", re.DOTALL | re.IGNORECASE)
START_TAG = re.compile(r"""<(?:(?P<prefix>[\w.-]+):)?(?P<name>[A-Za-z_][\w.-]*)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*+)""")
NAMESPACE = re.compile(r"""\sxmlns(?::(?P<prefix>[\w.-]+))?\s*=\s*["'](?P<uri>[^"']*)["']""")
FIRST_TAG = re.compile(r"<[A-Za-z_]")
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,31};)")
"""The commonest fault; without a name and semicolon after it libxml2 would drop it, and `S&P` be `S`."""
XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Root(NamedTuple):
    """What the first tag of a document says of it."""

    namespace: str
    name: str


class Document(NamedTuple):
    """A document as a tree. Its elements have their local names only, whatever prefix they stood under."""

    root: Element
    encoding: str
    fault: str | None
    """What was wrong with it, if it had to be recovered; something may be missing then."""

    def rejects(self, label: str) -> list[Reject]:
        """The fault as rows about the file."""
        return recovered(label, self.fault)


class Content(NamedTuple):
    """Bytes of a file, decompressed, and what was wrong with the compression."""

    data: bytes
    trouble: Unusable | None

    def rejects(self, label: str) -> list[Reject]:
        """The trouble as rows about the file."""
        return [self.trouble.reject(label)] if self.trouble else []


def recovered(label: str, fault: str | None) -> list[Reject]:
    """The row about a file that was read in spite of a fault; none without a fault."""
    return [Reject(label, "recovered", "malformed", f"read in spite of a fault, something may be missing: {fault}")] if fault else []


def content_of(path: Path) -> Content:
    """The whole content of a file. Raises Unusable if it is too large to make a tree of."""
    with ByteStream(path) as stream:
        data = io.BufferedReader(stream).read(MAX_XML_BYTES + 1)
        if len(data) > MAX_XML_BYTES:
            raise Unusable("too_large", f"more than {MAX_XML_BYTES} bytes of XML; give it in pieces", excerpt=repr(data[:50]))
        return Content(data, stream.trouble)


@lru_cache(maxsize=8)  # every source asks this of the same file
def root_of(head: bytes) -> Root | None:
    """The root element of a document that begins with these bytes, in any encoding that is ASCII at heart; None if it is no XML."""
    text = head.replace(b"\0", b"").decode("ascii", "ignore")
    tag = START_TAG.match(text, end_of_prolog(text))
    if tag is None:
        return None
    spaces = {found["prefix"]: found["uri"] for found in NAMESPACE.finditer(tag["attributes"])}
    return Root(spaces.get(tag["prefix"], ""), tag["name"])


def end_of_prolog(text: str) -> int:
    """Where declaration, comments and document type end."""
    at = 0
    while found := PROLOG.match(text, at):
        at = found.end()
    return at


def parse(content: bytes, *, encoding: str | None = None) -> Document:
    """The document as a tree; `encoding` is what the server declared. Raises Unusable if there is none to be had."""
    text, known = decoded(content, encoding)
    plain = without_prolog(text)
    try:
        return Document(local_names(etree.fromstring(plain.encode(), parser(recover=False))), known, None)
    except etree.XMLSyntaxError as error:
        fault = error.msg or "no XML"
    try:
        root = etree.fromstring(BARE_AMPERSAND.sub("&amp;", plain).encode(), parser(recover=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Unusable("malformed", f"no XML: {fault}", excerpt=text[:200])
    return Document(local_names(root), known, fault)


def parser(*, recover: bool) -> Any:
    """A parser that trusts nothing: no entities, no DTD, no network, and the depth and sizes that libxml2 thinks safe."""
    return etree.XMLParser(
        **dict.fromkeys(("resolve_entities", "load_dtd", "dtd_validation", "attribute_defaults", "huge_tree"), False),
        no_network=True, remove_comments=True, remove_pis=True, recover=recover, encoding="utf-8",
    )  # fmt: skip


def local_names(root: Element) -> Element:
    """The tree with prefixes and namespaces of its elements taken away."""
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def without_prolog(text: str) -> str:
    """The root element, without what cannot be XML before it or in it, and names of characters undone.

    Raises Unusable if entities are declared: a few of them unfold to gigabytes, or name files to read.
    """
    start = FIRST_TAG.search(text, end_of_prolog(text))
    if start is None:
        raise Unusable("malformed", "no element in it", excerpt=text[:200])
    if "<!entity" in text[: start.start()].lower():
        raise Unusable("malformed", "it declares entities, which are refused: they can unfold without end or name files", excerpt=text[:200])
    return NAMED_ENTITY.sub(character, ILLEGAL.sub("", text[start.start() :]))


def character(found: re.Match[str]) -> str:
    """The character HTML calls by this name; the five names of XML stay."""
    return found[0] if found[1] in XML_ENTITIES else escape(html5.get(f"{found[1]};", "")) or found[0]


def decoded(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text, and the encoding it was decoded from. Raises Unusable if it is empty or no text."""
    known = encoding_in(content, encoding)
    return content.decode(known, "stray-cp1252" if known == "utf-8" else "replace"), known


def encoding_in(content: bytes, encoding: str | None) -> str:
    """Byte order mark first, then UTF-8 if the bytes are, then what the document or the server declares, then a guess."""
    sure = next((name for mark, name in BOMS if content.startswith(mark)), None) or wide_declaration(content) or wide_encoding(content[:HEAD_BYTES])
    if sure:
        return sure
    guess = encoding_of(content[:HEAD_BYTES])
    said = XML_DECLARATION.match(content)
    named = [name for name in (codec(said[1].decode()) if said else None, codec(encoding or "")) if name]
    seven_bit = [name for name in named if name.startswith(SEVEN_BIT)]
    if seven_bit or is_utf8(content):
        return seven_bit[0] if seven_bit else "utf-8"
    return next((name for name in named if name != "utf-8" and decodes(content, name)), guess)


def wide_declaration(content: bytes) -> str | None:
    """UTF-16 without a mark, by the first two characters of a document."""
    return "utf-16-le" if content.startswith(b"<\0?\0") else "utf-16-be" if content.startswith(b"\0<\0?") else None


def codec(name: str) -> str | None:
    """Python's name of a declared encoding; None if it has none, or it is none of text. Latin 1 is what cp1252 is taken for."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if known in ("iso8859-1", "ascii") else known if TEXT_ENCODING.match(known) else None


def decodes(content: bytes, encoding: str) -> bool:
    """Whether the bytes can be in this encoding."""
    try:
        content.decode(encoding)
    except ValueError:
        return encoding == "cp1252"  # five bytes of it have no meaning, and turn up all the same
    return True


def words(element: Element | None) -> str | None:
    """The text in an element and below it on one line; None if there is no element or no text."""
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def first(element: Element, *paths: str) -> str | None:
    """The text of the first of these paths that has one."""
    return next((text for path in paths for found in element.iterfind(path) if (text := words(found))), None)


def attribute(element: Element, path: str, *names: str) -> str | None:
    """The first of these attributes that the first elements at the path have."""
    return next((value for found in element.iterfind(path) for name in names if (value := (found.get(name) or "").strip())), None)
