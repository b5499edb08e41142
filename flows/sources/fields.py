"""Which of a record's fields are ours, whatever its source calls them."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from flows.sources.content import MAX_TEXT_CHARACTERS
from flows.sources.records import RawRecord, Reject, SourceError, excerpt

NAMES: Mapping[str, tuple[str, ...]] = {  # likeliest first; compared without case, spaces and punctuation
    "text": (
        *("text", "body", "content", "article", "fulltext", "articlebody", "story"),
        *("articletext", "bodytext", "maintext", "plaintext", "contents"),
    ),
    "title": ("title", "headline", "heading", "articletitle", "headlinemain"),
    "url": ("url", "canonicalurl", "link", "weburl", "uri", "articleurl", "permalink", "sourceurl"),
    "published_at": (
        *("publishedat", "published", "publishedon", "date", "pubdate", "publishdate", "publicationdate", "datepublished"),
        *("publishtime", "datetime", "firstpublished", "createdat", "created", "timestamp", "time", "dt", "day"),
    ),
    "source": ("source", "sourcename", "outlet", "publisher", "publication", "newspaper", "site", "sitename", "domain", "sourcedomain"),
    "id": ("id", "sourceref", "articleid", "docid", "documentid", "guid", "uuid"),
    "byline": ("byline", "author", "authors", "creator", "writer"),
    "section": ("section", "category", "desk", "sectionname", "categories"),
    "language": ("language", "lang", "languagecode"),
}
INNER = ("name", "$date", "$oid", "$numberLong", "#text", "value")
"""Key of the value in the small objects that databases and news services wrap single values in."""
SURROGATES = re.compile("[\ud800-\udfff]")
MAX_FIELD_CHARACTERS = 10_000


def folded(name: str) -> str:
    """A field name as it is compared: letters and digits in lower case."""
    return "".join(char for char in name.lower() if char.isalnum())


OURS: Mapping[str, tuple[str, int]] = {folded(name): (ours, rank) for ours, names in NAMES.items() for rank, name in enumerate(names)}


def check(mapping: Mapping[str, str]) -> None:
    """Raises SourceError if the mapping names a field that we do not have."""
    unknown = sorted(set(mapping) - set(NAMES))
    if unknown:
        raise SourceError(f"cannot map {unknown}: the fields are {list(NAMES)}, as in --map text=NAME")


def known(names: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """Ours to theirs: the fields each of ours can be read from, likeliest first."""
    found: dict[str, list[tuple[int, str]]] = {}
    mapped = {folded(theirs): (ours, -1) for ours, theirs in (mapping or {}).items()}
    for name in names:
        ours, rank = mapped.get(folded(name)) or OURS.get(folded(name)) or (None, 0)
        if ours is not None:
            found.setdefault(ours, []).append((rank, name))
    return {ours: [name for _, name in sorted(ranked, key=lambda pair: pair[0])] for ours, ranked in found.items()}


def ours(record: RawRecord, mapping: Mapping[str, str]) -> dict[str, str | None] | Reject:
    """Every field of NAMES as text, null where the record has none; a Reject if there is no text, or it is no text."""
    fields, values = known(record.fields, mapping), values_of(record, mapping)
    if "text" not in fields or (values["text"] is None and values["title"] is None):
        return no_text(record, "text" in fields)
    for name, kinds in (("text", str), ("title", str | int | float)):
        if not isinstance(values[name], kinds | None):
            kind = type(values[name]).__name__
            return Reject(record.source_path, record.locator, "wrong_type", f"{name}: {kind} where text belongs", excerpt(repr_of(values[name])))
    text = str(values["text"])
    if len(text) > MAX_TEXT_CHARACTERS:
        return Reject(record.source_path, record.locator, "too_large", f"a text of more than {MAX_TEXT_CHARACTERS} characters", excerpt(text))
    return {name: as_text(value, whole=name == "text") for name, value in values.items()}


def values_of(record: RawRecord, mapping: Mapping[str, str]) -> dict[str, object]:
    """The value of every field of NAMES, as the record has it."""
    fields = known(record.fields, mapping)
    return {name: first_value(record.fields, fields.get(name, [])) for name in NAMES}


def told(record: RawRecord) -> dict[str, str | None]:
    """The same as text, for what is only told of a record."""
    return {name: as_text(value) for name, value in values_of(record, {}).items()}


def no_text(record: RawRecord, has_field: bool) -> Reject:
    """The Reject for a record whose fields hold no text."""
    shown = excerpt(repr_of(record.fields))
    if has_field:
        return Reject(record.source_path, record.locator, "empty", "neither text nor title", shown)
    return Reject(record.source_path, record.locator, "missing_fields", missing(record.fields), shown)


def missing(names: Iterable[str]) -> str:
    """What was found, and the option that would help."""
    listed = ", ".join(list(names)[:30])
    return f"no field is known to hold the text; found {excerpt(listed) or 'none'}; name it with --map text=NAME"


def first_value(fields: Mapping[str, object], names: Iterable[str]) -> object:
    """The first value that says something, out of the small object around it if there is one."""
    return next((value for value in (inner(fields[name]) for name in names) if not is_nothing(value)), None)


def inner(value: object) -> object:
    """The value in an object that only wraps it; any other value as it is."""
    if isinstance(value, dict):
        return next((value[key] for key in INNER if isinstance(value.get(key), str | int | float)), value)
    return value


def is_nothing(value: object) -> bool:
    """Whether a value says that there is none."""
    return value is None or value == "" or value == [] or value == {} or (isinstance(value, float) and not math.isfinite(value))


def as_text(value: object, *, whole: bool = False) -> str | None:
    """The value as text that any column can hold: whole numbers without a point, days and instants in ISO form."""
    if is_nothing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    written = value.isoformat() if isinstance(value, date | datetime) else value if isinstance(value, str) else repr_of(value)
    return SURROGATES.sub("", written if whole else written[:MAX_FIELD_CHARACTERS])


def repr_of(value: object) -> str:
    """Any value as short text."""
    try:
        return (str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False, default=str))[:MAX_FIELD_CHARACTERS]
    except (ValueError, TypeError, RecursionError):
        return type(value).__name__
