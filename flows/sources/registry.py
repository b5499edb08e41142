"""Which source reads a file, and which container opens it: all there are, in the order they are asked."""

from flows.sources import columnar, delimited, feeds, html, json_feed, jsonl, packed, tarred, text, unsupported, webarchive, zipped
from flows.sources.content import head_of
from flows.sources.records import Container, Found, Peek, Source
from flows.sources.unpacking import packing
from flows.sources.wire import iptc7901, newsml_1, newsml_g2, ninjs, nitf

CONTAINERS: tuple[Container, ...] = (packed, zipped, webarchive, tarred)
"""Asked before the sources, by content: what holds files is no record itself."""
WIRES: tuple[Source, ...] = (newsml_g2, newsml_1, nitf, iptc7901, ninjs)
SOURCES: tuple[Source, ...] = (columnar, *WIRES, feeds, json_feed, jsonl, html, unsupported, delimited, text)
"""Sure signs first, and text last; kinds of JSON before JSON. A file that none recognises goes to `unsupported`, which says so."""


def peek_at(found: Found) -> Peek:
    """What the first bytes of the file tell. Raises Unusable or OSError if it cannot be opened."""
    return Peek(found.path, head_of(found.path), packing(found.path) is not None, found.origin.content_type)


def container_of(peek: Peek) -> Container | None:
    """The first container that opens such a file; None if it holds no files."""
    return next((container for container in CONTAINERS if container.recognises(peek)), None)


def source_of(peek: Peek) -> Source:
    """The first source that recognises such a file."""
    return next((source for source in SOURCES if source.recognises(peek)), unsupported)
