"""Version names that sort by time."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
TICKS_A_DAY = len(DIGITS) ** 3
"""46,656: a tick is 1.85 seconds."""
PATTERN = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})-([0-9a-z]{3})")


def is_version(name: str) -> bool:
    """Whether the name is a version: `2026.11.22-k7f`."""
    return PATTERN.fullmatch(name) is not None


def next_version(now: datetime, existing: Iterable[str]) -> str:
    """The version of this instant, `YYYY.MM.DD-xyz`, or the first one after all that exist if that is later.

    `xyz` is the part of the UTC day that has passed, in base 36. Names that are no versions do not count.
    """
    if now.tzinfo is None:
        raise ValueError(f"now = {now!r} has no time zone; pass datetime.now(UTC)")
    now = now.astimezone(UTC)
    passed = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = written(now.date(), passed * TICKS_A_DAY // timedelta(days=1))
    newest = max(filter(is_version, existing), default="")
    return wanted if wanted > newest else after(newest)


def after(version: str) -> str:
    """The version one tick later."""
    day, ticks = date(*map(int, version[:10].split("."))), int(version[11:], 36) + 1
    return written(day, ticks) if ticks < TICKS_A_DAY else written(day + timedelta(days=1), 0)


def written(day: date, ticks: int) -> str:
    """The version of a tick of a day."""
    high, low = divmod(ticks, len(DIGITS))
    return f"{day:%Y.%m.%d}-{DIGITS[high // len(DIGITS)]}{DIGITS[high % len(DIGITS)]}{DIGITS[low]}"
