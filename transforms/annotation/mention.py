"""What a mention says by itself, before anything is linked."""

from __future__ import annotations

from dataclasses import dataclass, field

PERSONAL_TYPES = {"person", "group", "population"}


@dataclass(slots=True)
class Mention:
    """A span and what it says by itself; `chain` is filled by coreference."""

    start: int
    end: int
    head: int
    mention_type: str
    entity_type: str
    name: str
    actor_type: str | None = None
    country: str | None = None
    sector: str | None = None
    gender: str | None = None
    number: str = "singular"
    role: str | None = None
    key: str | None = None
    resolution: str = "unresolved"
    confidence: float = 0.6
    rule: str = "ner"
    place_name: str | None = None
    place_within: str | None = None
    modifiers: frozenset[str] = field(default_factory=frozenset)
    is_actor: bool = True
    is_dateline: bool = False
    chain: int | None = None

    @property
    def is_definite(self) -> bool:
        """Whether `the`, a possessor or a demonstrative says that the reader knows which."""
        return "the" in self.modifiers
