"""HTTP responses as web archives keep them: status, headers, and the body as the page was before it went over the wire."""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows.sources.records import Unusable
from flows.sources.unpacking import DECOMPRESSORS, FAULTS
from flows.sources.xml import codec

MAX_BODY_BYTES = 32_000_000
"""One page, packed and unpacked; Common Crawl cuts at 5 MB, and a text may have 5,000,000 characters."""
MAX_HEADERS = 500
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Response:
    """Status line and headers of a response, and where its body begins."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case; of headers that are there twice, the first."""
    body_at: int


@dataclass(frozen=True, slots=True)
class Body:
    """A body, and whether it went to its end or was cut off on the way."""

    content: bytes
    is_whole: bool = True


def parsed(head: bytes) -> Response | None:
    """The response that begins with these bytes; None if there is none, or its headers do not end in them."""
    ends = [(at, at + len(mark)) for mark in (b"\r\n\r\n", b"\n\n") if (at := head.find(mark)) >= 0]
    if not head.startswith(b"HTTP/") or not ends:
        return None
    end, body_at = min(ends)
    first, *lines = head[:end].decode("latin-1").splitlines()
    status = first.split(" ", 2)[1:2]
    return Response(int(status[0]) if status and status[0].isdecimal() else 0, fields(lines), body_at)


def fields(lines: list[str]) -> dict[str, str]:
    """Headers by name in lower case; continued lines are left out."""
    found: dict[str, str] = {}
    for line in lines[:MAX_HEADERS]:
        name, colon, value = line.partition(":")
        if colon and not line[0].isspace():
            found.setdefault(name.strip().lower(), value.strip())
    return found


def media_type(content_type: str | None) -> tuple[str | None, str | None]:
    """Media type in lower case, and the declared encoding if Python knows it."""
    if not content_type:
        return None, None
    kind, _, parameters = content_type[:500].partition(";")
    charset = CHARSET.search(parameters)
    return kind.strip().lower()[:100] or None, codec(charset[1]) if charset else None


def decoded(body: bytes, headers: Mapping[str, str]) -> Body:
    """The body without chunks and compression; archives that undid them and kept the headers get it as it is.

    Raises Unusable for a body beyond the limit, and ValueError for one that is damaged or in a coding not known.
    """
    made = without_chunks(body) if "chunked" in headers.get("transfer-encoding", "").lower() else Body(body)
    for coding in reversed([name.strip() for name in headers.get("content-encoding", "").lower().split(",")]):
        undone = CODINGS[coding](made.content) if coding in CODINGS else unknown(coding)
        made = Body(undone.content, is_whole=made.is_whole and undone.is_whole)
    return made


def without_chunks(body: bytes) -> Body:
    """The chunks put together, as far as they go; a body that begins with none stays as it is."""
    parts: list[bytes] = []
    at = 0
    while (end := body.find(b"\n", at, at + 1000)) >= 0:
        size = body[at:end].partition(b";")[0].strip()
        if not size and parts:
            at = end + 1
            continue
        if not size or size.strip(b"0123456789abcdefABCDEF"):
            break
        length = int(size, 16)
        if length == 0:
            return Body(b"".join(parts))
        parts.append(body[end + 1 : end + 1 + length])
        at = end + 1 + length
    return Body(b"".join(parts), is_whole=False) if parts else Body(body)


def gunzipped(body: bytes) -> Body:
    """gzip or zlib, as far as it goes."""
    return inflated(body, wbits=47) if body[:1] in (b"\x1f", b"\x78", b"\x58", b"\x48", b"\x68") else Body(body)


def deflated(body: bytes) -> Body:
    """Servers mean zlib by `deflate`, or deflate."""
    try:
        return inflated(body, wbits=15)
    except ValueError:
        return inflated(body, wbits=-15)


def inflated(body: bytes, *, wbits: int) -> Body:
    """Inflated bytes within the limit. Raises ValueError if they are damaged."""
    machine = zlib.decompressobj(wbits)
    try:
        content = machine.decompress(body, MAX_BODY_BYTES + 1)
    except zlib.error as error:
        raise ValueError(f"content encoding: {error}") from error
    return within_limit(content, is_whole=machine.eof)


def zstandard(body: bytes) -> Body:
    """zstd within the limit."""
    machine = DECOMPRESSORS["zstd"]()
    try:
        content = machine.decompress(body, MAX_BODY_BYTES + 1)
    except FAULTS as error:
        raise ValueError(f"content encoding: {error}") from error
    return within_limit(content, is_whole=machine.eof)


def unbrotlied(body: bytes) -> Body:
    """Brotli within the limit, if its package is installed."""
    try:
        import brotli
    except ImportError:
        return unknown("br; read with `pip install 'tidings[brotli]'`")
    machine = brotli.Decompressor()
    try:
        content = bytes(machine.process(body, output_buffer_limit=MAX_BODY_BYTES + 1))
    except brotli.error as error:
        raise ValueError(f"content encoding: {error}") from error
    return within_limit(content, is_whole=machine.is_finished())


def within_limit(content: bytes, *, is_whole: bool) -> Body:
    """The body. Raises Unusable if it is beyond the limit."""
    if len(content) > MAX_BODY_BYTES:
        raise Unusable("too_large", f"a page of more than {MAX_BODY_BYTES} bytes")
    return Body(content, is_whole=is_whole)


def unknown(coding: str) -> Body:
    """Raises ValueError, for a coding that is not undone."""
    raise ValueError(f"content encoding {coding[:60]}")


CODINGS: Mapping[str, Callable[[bytes], Body]] = {
    **dict.fromkeys(("", "identity", "none", "utf-8"), Body),
    **dict.fromkeys(("gzip", "x-gzip"), gunzipped),
    "deflate": deflated,
    "br": unbrotlied,
    "zstd": zstandard,
}
