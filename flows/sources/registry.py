"""Which source reads a file: every source there is, in the order they are asked."""

from flows.sources import columnar, delimited, jsonl, text, unsupported
from flows.sources.content import GZIP_MAGIC, head_of
from flows.sources.discover import Found
from flows.sources.records import Peek, Source

SOURCES: tuple[Source, ...] = (columnar, jsonl, unsupported, delimited, text)
"""Sure signs first, and text last. A file that none recognises goes to `unsupported`, which says so."""


def source_of(found: Found) -> Source:
    """The first source that recognises the file. Raises Unusable or OSError if it cannot be opened."""
    with found.path.open("rb") as file:
        is_gzip = file.read(2) == GZIP_MAGIC
    peek = Peek(found.path, head_of(found.path), is_gzip)
    return next((source for source in SOURCES if source.recognises(peek)), unsupported)
