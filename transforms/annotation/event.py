"""What an event is while it is put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.annotation.mention import Mention

if TYPE_CHECKING:
    pass


@dataclass(slots=True)
class Event:
    """An event told at one place of a text; token range half open."""

    start: int
    end: int
    head: int
    lemma: str
    event_type: str
    event_mode: str | None
    status: str
    actors: list[Mention]
    recipients: list[Mention]
    contexts: tuple[str, ...]
    cameo_root: str
    rule: str
    confidence: float
    carrier: int | None = None
    nouns: tuple[int, ...] = ()
    """Tokens of the nouns by which the frame was found."""
