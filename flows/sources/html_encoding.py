"""Which encoding a page is in: what its bytes prove weighs more than what it or its server says."""

import codecs
import re

from flows.sources.content import BOMS, CONTROL, CONTROL_SHARE, is_utf8, legacy_encoding, wide_encoding
from flows.sources.records import Unusable

DECLARED_BYTES = 65_536
"""Browsers look at 1,024 bytes; some large pages of news sites declare their encoding later."""
DECLARATION = re.compile(rb"<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
UNSEEN = re.compile(rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.IGNORECASE | re.DOTALL)
READ_AS = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii", "windows-1252", "x-cp1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "chinese"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ks_c_5601", "ksc5601", "korean", "windows-949"), "cp949"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620"), "cp874"),
    **dict.fromkeys(("big5", "x-x-big5", "big5-hkscs"), "big5hkscs"),
    "x-user-defined": "cp1252",
}
"""Labels that browsers read as the larger encoding: encoding.spec.whatwg.org, table of names and labels."""
UNSURE = ("cp1252", "utf-8")
"""What servers and templates say of any page: trusted only where the bytes agree."""
MOST_HIGH = 0.35
"""Share of bytes above ASCII among the letters of a text in a western encoding: never this much, in others far more."""
MOST_ERRORS = 0.002


def decoded(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """The page as text, and its encoding. `declared` is what the server said. Raises Unusable if it is no text."""
    if not content.strip(b"\0 \t\r\n"):
        raise Unusable("empty", "0 bytes" if not content else "white space only")
    encoding = proven(content) or said(content, declared) or legacy_encoding(visible(content))
    try:
        return content.decode(encoding, "stray-cp1252" if encoding.startswith("utf-8") else "replace"), encoding
    except (UnicodeDecodeError, UnicodeError):
        return content.decode("utf-8", "replace"), "utf-8"


def proven(content: bytes) -> str | None:
    """The encoding its bytes leave no doubt of: a byte order mark, the NULs of UTF-16, or UTF-8 that is hardly chance."""
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return encoding
    head = content[:DECLARED_BYTES]
    if (wide := wide_encoding(head)) is not None:
        return wide
    if len(CONTROL.findall(head.replace(b"\0", b""))) > CONTROL_SHARE * len(head):
        raise Unusable("not_text", "binary data, not a page", excerpt=repr(head[:50]))
    if b"\x1b$" in head or b"~{" in head:  # ISO-2022 and HZ are ASCII to the eye
        return None
    return "utf-8" if is_utf8(content) else None


def said(content: bytes, declared: str | None) -> str | None:
    """The encoding that the server or the page declares, if the bytes can be that; the page's where the server's is a default."""
    names = [known(declared), *(known(found[1].decode("ascii")) for found in DECLARATION.finditer(content[:DECLARED_BYTES]))]
    sure = [name for name in names if name not in (None, *UNSURE)]
    return next((name for name in (*sure, *names) if name and name != "utf-8" and fits(content, name)), None)


def known(name: str | None) -> str | None:
    """Our name of an encoding, as browsers read it (`iso-8859-1` is cp1252); None if there is no such one."""
    label = (name or "").strip("\"' ").lower()
    label = READ_AS.get(label, label)
    try:
        return codecs.lookup(label).name if label and codecs.lookup(label)._is_text_encoding else None
    except (LookupError, ValueError):
        return None


def fits(content: bytes, encoding: str) -> bool:
    """Whether the bytes can be in this encoding: hardly an error, and for western ones no text that is all accents."""
    if encoding == "cp1252":
        return not mostly_high(visible(content))
    return content.decode(encoding, "replace").count("\ufffd") <= MOST_ERRORS * len(content)


def mostly_high(text: bytes) -> bool:
    """Whether the text would be mostly accented letters if it were in a western encoding."""
    letters = sum(chr(byte).isalpha() for byte in text)
    return sum(byte > 0x7F for byte in text) > MOST_HIGH * max(1, letters)


def visible(content: bytes) -> bytes:
    """The bytes between the tags: mark-up is ASCII and would drown the rest."""
    return UNSEEN.sub(b" ", content[: 16 * DECLARED_BYTES])
