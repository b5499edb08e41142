"""Kinds of files that are known and not read yet: each is said to be so."""

from collections.abc import Iterator

from flows.sources import xml
from flows.sources.content import head_of
from flows.sources.records import Found, Peek, Reject, excerpt

NAME = "unsupported"
UNIFORM = False
READ = (
    "text, Markdown, HTML, JSON, JSON lines, CSV, Parquet, Arrow, RSS, Atom, JSON Feed, NewsML, NITF, ninjs, IPTC 7901, "
    "and zip, tar and web archives of these are"
)
BY_CONTENT = ((("<?xml", "<!doctype"), "XML"), (("%pdf-",), "a PDF document"), (("{\\rtf",), "an RTF document"))
BY_MAGIC = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"FEA1", "a Feather file of version 1"),
    (b"ORC", "an ORC file"),
)
SUFFIXES = {".xml": "XML", ".rss": "XML", ".atom": "XML"}


def recognises(peek: Peek) -> bool:
    """By the first bytes, or by a name that promises what is not read."""
    return kind_of(peek) is not None


def read(found: Found) -> Iterator[Reject]:
    """One Reject for the file."""
    head = head_of(found.path)
    kind = kind_of(Peek(found.path, head, is_packed=False)) or f"a {found.path.suffix} file"
    yield Reject(found.label, "", "unsupported", f"{kind}, which is not read; {READ}", excerpt(head))


def kind_of(peek: Peek) -> str | None:
    """What the file is, in a few words; None if it is none of these."""
    for magic, kind in BY_MAGIC:
        if peek.head.startswith(magic):
            return kind
    start = peek.start[:40].lower()
    for marks, kind in BY_CONTENT:
        if start.startswith(marks):
            return xml_kind(peek) if kind == "XML" else kind
    return xml_kind(peek) if SUFFIXES.get(peek.suffix) == "XML" else SUFFIXES.get(peek.suffix)


def xml_kind(peek: Peek) -> str:
    """XML, and the element it is all in."""
    root = xml.root_of(peek.head)
    return f"XML with the root element <{root.name[:80]}>" if root else "XML"
