"""Encodings of wires from before Unicode: code pages, accents before letters, and letters in place of brackets."""

import re
import unicodedata
from collections.abc import Mapping

from flows.sources.content import encoding_of
from transforms.languages import language_of

CODE_PAGES = ("cp1252", "cp850", "cp437", "mac-roman")
"""Of equally likely ones the first."""
ACCENTS: Mapping[int, str] = {  # ISO 6937, which ITU T.51 and T.61 have too: the accent comes before its letter
    0xC1: "\u0300", 0xC2: "\u0301", 0xC3: "\u0302", 0xC4: "\u0303", 0xC5: "\u0304", 0xC6: "\u0306", 0xC7: "\u0307",
    0xC8: "\u0308", 0xCA: "\u030a", 0xCB: "\u0327", 0xCD: "\u030b", 0xCE: "\u0328", 0xCF: "\u030c",
}  # fmt: skip
LETTERS: Mapping[int, str] = {
    0xE1: "Æ", 0xE2: "Đ", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xF1: "æ", 0xF2: "đ", 0xF5: "ı", 0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß",
    0xA1: "¡", 0xA3: "£", 0xA4: "$", 0xA7: "§", 0xAB: "«", 0xB0: "°", 0xBB: "»", 0xBF: "¿",
}  # fmt: skip
"""ISO 6937 but for symbols that no news text has."""
NATIONAL: Mapping[str, tuple[str, str, frozenset[str]]] = {  # name: characters of ASCII, what stands for them, languages
    "iso646-de": ("[\\]{|}~", "ÄÖÜäöüß", frozenset(("de",))),
    "iso646-se": ("[\\]{|}", "ÄÖÅäöå", frozenset(("sv", "fi"))),
    "iso646-no": ("[\\]{|}", "ÆØÅæøå", frozenset(("no", "nb", "nn", "da"))),
    "iso646-fr": ("@\\{|}", "àçéùè", frozenset(("fr",))),
    "iso646-es": ("[\\]{|}", "¡Ñ¿°ñç", frozenset(("es",))),
}
"""National variants of ISO 646, by the standards of their countries."""
IN_WORD = re.compile(r"(?<=[a-z])[\[\\\]{|}~@](?=[a-z])")
MIN_IN_WORDS = 2
ACCENT_PAIR = re.compile(rb"[\xc1-\xcf][A-Za-z]")


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a wire, and the encoding it was decoded from. Raises Unusable if it is empty or no text."""
    known = encoding_of(data)
    if known != "cp1252":
        text = data.decode(known, "stray-cp1252" if known == "utf-8" else "replace")
        return national(text) if text.isascii() else (text, known)
    accented = with_accents(data)
    readings = {name: data.decode(name, "replace") for name in CODE_PAGES} | ({"iso6937": accented} if accented else {})
    best = max(readings, key=lambda name: likelihood(readings[name]))
    return readings[best], best


def likelihood(text: str) -> int:
    """How much the characters above ASCII look like letters of the words they stand in."""
    return sum(
        2 * char.isalpha() - 1 - 2 * (char.isupper() and before.islower()) - (not char.isalpha() and before.isalpha() and after.isalpha())
        for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if char > "\x7f"
    )


def with_accents(data: bytes) -> str | None:
    """The text if accents come before their letters in it; None if most do not."""
    above = sum(byte > 0x7F for byte in data)
    if 2 * len(ACCENT_PAIR.findall(data)) < above:
        return None
    text, waiting = [], ""
    for byte in data:
        if waiting or byte not in ACCENTS:
            text.append((LETTERS.get(byte, "\ufffd") if byte > 0x7F else chr(byte)) + waiting)
            waiting = ""
        else:
            waiting = ACCENTS[byte]
    return unicodedata.normalize("NFC", "".join(text))


def national(text: str) -> tuple[str, str]:
    """ASCII in which brackets stand inside words, as the letters they are in the language the text then is in."""
    if len(IN_WORD.findall(text)) >= MIN_IN_WORDS:
        for name, (written, meant, languages) in NATIONAL.items():
            read = text.translate(str.maketrans(written, meant))
            if language_of(read) in languages:
                return read, name
    return text, "ascii"
