"""JSON: lines of objects, an array of them, or objects one after the other."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from flows.sources.content import MAX_LINE_CHARACTERS, TextFile
from flows.sources.records import Found, Peek, RawRecord, Reject, Unusable, excerpt
from flows.sources.unpacking import MAX_DECOMPRESSED_BYTES

NAME = "json"
UNIFORM = False
SUFFIXES = (".json", ".jsonl", ".ndjson", ".jsonlines")
OBJECTS = re.compile(r'\{\s*["}]|\[\s*[{\]]')
BETWEEN = re.compile(r"[\s,\[\]\ufeff]*")
"""Brackets too: an array is read value by value, so that what comes before a fault is kept."""


def recognises(peek: Peek) -> bool:
    """An object or an array of objects at the start, or the name of a JSON file."""
    return bool(OBJECTS.match(peek.start)) or (peek.suffix in SUFFIXES and not peek.start.startswith("<"))


def read(found: Found) -> Iterator[RawRecord | Reject]:
    """One record an object; lines are read one by one, an array or a spread-out object as a whole."""
    with TextFile(found.path, found.origin.encoding) as file:
        lines: Iterator[tuple[int, str]] = ((number, line) for number, line in enumerate(file.lines(), 1) if line.strip("\ufeff \t\r\n"))
        start = list(islice(lines, 2))
        if not start:
            raise Unusable("empty", "white space only")
        by_line = is_line(start[0][1], alone=len(start) == 1)
        lines = chain(start, lines)
        yield from records_of_lines(lines, found.label) if by_line else records_of_values(whole(lines), found.label)
        yield from file.trouble(found.label)


def is_line(first: str, *, alone: bool) -> bool:
    """Whether the first line is a value by itself, or so broken that the next ones must be looked at one by one."""
    try:
        return isinstance(json.loads(first), dict) or not alone
    except json.JSONDecodeError as error:  # an array or object over several lines breaks at its end, a broken line before it
        return error.pos < len(first.rstrip())
    except (ValueError, RecursionError):
        return True


def whole(lines: Iterable[tuple[int, str]]) -> str:
    """All the text. Raises Unusable if it is more than may be held in memory."""
    parts, size = [], 0
    for _, line in lines:
        parts.append(line)
        size += len(line)
        if size > MAX_DECOMPRESSED_BYTES or len(line) >= MAX_LINE_CHARACTERS:
            raise Unusable("too_large", "a JSON array too large to hold; write one object a line instead", excerpt=parts[0])
    return "".join(parts)


def records_of_lines(lines: Iterable[tuple[int, str]], label: str) -> Iterator[RawRecord | Reject]:
    """One record or Reject for each line."""
    for number, line in lines:
        locator = f"line-{number}"
        if len(line) >= MAX_LINE_CHARACTERS:
            yield Reject(label, locator, "too_large", f"a line of {MAX_LINE_CHARACTERS} characters or more", excerpt(line))
            continue
        try:
            yield record_of(json.loads(line.strip("\ufeff")), line, label, locator)
        except (ValueError, RecursionError) as error:
            yield Reject(label, locator, "malformed", f"no JSON: {error}", excerpt(line))


def records_of_values(text: str, label: str) -> Iterator[RawRecord | Reject]:
    """One record or Reject for each value of the array, or for each of the values that follow each other."""
    decoder, number, at = json.JSONDecoder(), 0, 0
    while (at := end_of_gap(text, at)) < len(text):
        number += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Reject(label, f"item-{number}", "malformed", f"no JSON from here to the end: {error}", excerpt(text[at : at + 200]))
            return
        yield record_of(value, text[at : at + 200], label, f"item-{number}")
        at = end
    if number == 0:
        raise Unusable("empty", "no objects", excerpt=text[:200])


def end_of_gap(text: str, at: int) -> int:
    """Where the next value begins."""
    found = BETWEEN.match(text, at)
    return found.end() if found else at


def record_of(value: object, written: str, label: str, locator: str) -> RawRecord | Reject:
    """The object as a record; a Reject if the value is something else."""
    if isinstance(value, dict):
        return RawRecord(label, locator, value, NAME)
    return Reject(label, locator, "wrong_type", f"{type(value).__name__} where an object belongs", excerpt(written))
