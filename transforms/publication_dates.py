"""When an article was published, as far as what its source wrote can be relied on."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from transforms.date_formats import MONTHS, NUMERIC, READINGS, UNKNOWN, Published, Reading, month_number, other_language

EARLIEST_YEAR = 1900
EARLIEST_YEAR_OF_PATHS = 1970
"""Digits that make an earlier day are an article's number, or the day of what it tells."""
LATEST_AHEAD = timedelta(days=1)
"""Clocks of sources run ahead, and the day begins in Kiribati 14 hours before UTC."""
IN_PATH = re.compile(
    r"(?<!\d)(?<!\d\.)(?P<year>(?:19|20)\d\d)(?:(?P<mark>[-_/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    rf"|[-_/](?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}[-_/](?P<day_of_name>\d{{1,2}})|(?P<compact>\d{{4}})|/(?P<of_month>\d{{4}})(?=/))(?!\d|\.\d)",
    re.IGNORECASE,
)
"""/2015/03/14/, 2015-03-14-name, /2015/mar/14/, 20150314, /2015/0314/: year first, as nobody writes a path the other way round without doubt."""


def published(raw: str | None, *, now: datetime, day_first: bool | None = None, languages: tuple[str, ...] | None = None) -> Published:
    """The date a source wrote. Unknown if it is relative, impossible, before 1900, or more than a day after `now`.

    03/04/2020 is unknown unless `day_first` says how its source writes. A time without a zone counts as the day only.
    Months are read in English and in `languages` (ISO 639-1), in all there are if these are not given.
    """
    text = digits_in_ascii(raw or "").strip().strip("\"'")
    readings: tuple[Reading, ...] = (*READINGS, partial(other_language, languages=languages))
    try:
        found = next((result for reading in readings if (result := reading(text, day_first)) is not None), UNKNOWN)
        return found if found.at and datetime(EARLIEST_YEAR, 1, 1, tzinfo=UTC) <= found.at <= now + LATEST_AHEAD else UNKNOWN
    except (ValueError, OverflowError):  # 30 February, hour 25, year 0
        return UNKNOWN


def day_orders(dates: Iterable[tuple[str | None, str | None]]) -> Mapping[str, bool]:
    """For each source whether it writes the day first, out of its dates that can be read only one way.

    Takes pairs of source and date. Sources that prove nothing, or both, are left out.
    """
    proofs: dict[str, set[bool]] = {}
    for source, raw in dates:
        found = NUMERIC.match(digits_in_ascii(raw or "").strip())
        if source and found and found["mark"] != "." and (int(found["first"]) > 12) != (int(found["second"]) > 12):
            proofs.setdefault(source, set()).add(int(found["first"]) > 12)
    return {source: proof.pop() for source, proof in proofs.items() if len(proof) == 1}


def from_path(path: str | None, *, now: datetime) -> Published:
    """The day that the digits of an address or file name tell. Unknown as a written date would be, and before the web."""
    found = published(date_in_path(path), now=now)
    return found if found.at and found.at.year >= EARLIEST_YEAR_OF_PATHS else UNKNOWN


def date_in_path(path: str | None) -> str | None:
    """The day that the digits of a path tell, as 2015-03-14. Null if they tell none, or two that differ."""
    found = {day for match in IN_PATH.finditer(path or "") if (day := day_of(match))}
    return found.pop() if len(found) == 1 else None


def day_of(found: re.Match[str]) -> str | None:
    """The day in ISO form; None if there is no such day."""
    together = found["compact"] or found["of_month"] or ""
    month = found["month"] or together[:2] or month_number(found["name"])
    day = found["day"] or together[2:] or found["day_of_name"]
    try:
        return datetime(int(found["year"]), int(month), int(day), tzinfo=UTC).date().isoformat()
    except ValueError:
        return None


def digits_in_ascii(text: str) -> str:
    """The text with the digits of any script as 0 to 9."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(char, char)) for char in text)
