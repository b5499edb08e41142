"""Bytes and text out of a file: decompressed within a limit, decoded, and never more in memory than a record."""

import codecs
import io
import re
from collections.abc import Iterator
from pathlib import Path

from flows.sources.records import Reject, Unusable
from flows.sources.unpacking import ByteStream

HEAD_BYTES = 65_536
MAX_TEXT_CHARACTERS = 5_000_000
"""One article; the longest of 2,000 real ones has 55,151 characters."""
MAX_LINE_CHARACTERS = 4 * MAX_TEXT_CHARACTERS
CONTROL_SHARE = 0.05
"""Random bytes are 10 % control characters; text with ANSI colours or wire markers stays below 2 %."""
WESTERN_SHARE = 0.25
"""Bytes above ASCII among letters: under a tenth in western European text, over half in Cyrillic, Greek or Arabic."""
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")


def one_byte_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Stray bytes in text that is otherwise in its encoding, read as what they nearly always are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("stray-cp1252", one_byte_as_cp1252)


class TextFile:
    """Text of a file in the encoding its bytes speak for; raises Unusable if it is empty or no text."""

    def __init__(self, path: Path, declared: str | None = None) -> None:
        self.encoding = encoding_of(head_of(path), declared)
        """Encoding the text is decoded from."""
        self.stream = ByteStream(path)
        self.text = io.TextIOWrapper(io.BufferedReader(self.stream), self.encoding, "stray-cp1252", newline="")

    def __enter__(self) -> "TextFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.text.close()

    def read(self, limit: int) -> str:
        """The whole text. Raises Unusable if it is longer than `limit` characters."""
        text = self.text.read(limit + 1)
        if len(text) > limit:
            raise Unusable("too_large", f"more than {limit} characters", excerpt=text[:200])
        return text

    def lines(self) -> Iterator[str]:
        """Lines with their ends; of a line longer than the limit only that much, without an end."""
        while line := self.text.readline(MAX_LINE_CHARACTERS):
            yield line
            while line and not line.endswith(("\n", "\r")):
                line = self.text.readline(MAX_LINE_CHARACTERS)

    def trouble(self, label: str) -> Iterator[Reject]:
        """After the text has been read: what was wrong with the compression, if anything."""
        if self.stream.trouble:
            yield self.stream.trouble.reject(label)


def head_of(path: Path) -> bytes:
    """First bytes of the content. Raises Unusable if it is compressed and nothing can be got out."""
    with ByteStream(path) as stream:
        head = io.BufferedReader(stream).read(HEAD_BYTES)
        if stream.trouble and not head:
            raise Unusable(stream.trouble.reason, stream.trouble.detail)
        return head


def encoding_of(head: bytes, declared: str | None = None) -> str:
    """Encoding of text that begins with these bytes; what a server declared is believed where the bytes do not speak against it.

    Raises Unusable if there are none, or they are no text.
    """
    if not head:
        raise Unusable("empty", "0 bytes")
    for mark, encoding in BOMS:
        if head.startswith(mark):
            return encoding
    if (wide := wide_encoding(head)) is not None:
        return wide
    controls = len(CONTROL.findall(head))
    if controls > CONTROL_SHARE * len(head):
        raise Unusable("not_text", f"binary data: {controls} control characters in the first {len(head)} bytes", excerpt=repr(head[:50]))
    if is_utf8(head):
        return "utf-8"
    return declared if declared is not None and fits(head, declared) else legacy_encoding(head)


def fits(head: bytes, encoding: str) -> bool:
    """Whether an encoding that has ASCII in it can be that of bytes that are not UTF-8."""
    try:
        return "a".encode(encoding) == b"a" and bool(codecs.getincrementaldecoder(encoding)().decode(head))
    except (LookupError, ValueError):
        return False


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of western text is NUL."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.7 * len(head) / 2 or min(even, odd) > 0.05 * len(head) / 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def is_utf8(head: bytes) -> bool:
    """Whether it is UTF-8 but for a few stray bytes and a last character cut in two."""
    decoded = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    stray = decoded.count("\ufffd")
    return stray == 0 or stray < sum(char > "\x7f" for char in decoded) - stray


def legacy_encoding(head: bytes) -> str:
    """cp1252 for text that is mostly ASCII, where statistics mislead; else what charset-normalizer finds likeliest."""
    letters = sum(chr(byte).isalpha() for byte in head)
    if sum(byte > 0x7F for byte in head) <= WESTERN_SHARE * letters:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(head).best()
    return best.encoding if best else "cp1252"
