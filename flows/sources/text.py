"""Plain text and Markdown files, one article each, with optional front matter."""

import re
from collections.abc import Iterator

import yaml  # type: ignore[import-untyped, unused-ignore]

from flows.sources.content import MAX_TEXT_CHARACTERS, TextFile
from flows.sources.records import WHOLE_FILE, Found, Peek, RawRecord, Reject

NAME = "text"
UNIFORM = False
SUFFIXES = ("", ".txt", ".text", ".md", ".markdown")
FRONT_MATTER = re.compile(r"\s{0,8}---[ \t]*\r?\n(?P<keys>.{0,20000}?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)


def recognises(peek: Peek) -> bool:
    """By name alone: nearly everything is text."""
    return peek.suffix in SUFFIXES or not peek.suffix[1:].isalpha()


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record: `text`, and the keys of the front matter under their own names."""
    with TextFile(found.path, found.origin.encoding) as file:
        text = file.read(MAX_TEXT_CHARACTERS)
        keys, body = front_matter(text)
        yield RawRecord(found.label, WHOLE_FILE, keys | {"text": body}, NAME, encoding=file.encoding)
        yield from file.trouble(found.label)


def front_matter(text: str) -> tuple[dict[str, object], str]:
    """Keys between two `---` lines at the start, and the text after them; no keys and all the text if there are none."""
    found = FRONT_MATTER.match(text)
    keys = safe_keys(found["keys"]) if found else None
    return ({}, text) if found is None or keys is None else (keys, text[found.end() :])


def safe_keys(block: str) -> dict[str, object] | None:
    """The mapping in a YAML block; None if it holds something else, or aliases, which can unfold without end."""
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(block)):
            return None
        keys = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date such as 2020-02-31
        return None
    return {str(key): value for key, value in keys.items()} if isinstance(keys, dict) else None
