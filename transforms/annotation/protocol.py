"""What every annotator is given, and what it gives back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol, runtime_checkable

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """An article as an annotator sees it."""

    article_id: str
    text: str
    headline_end: int = 0
    """Characters of `text` that are the headline; 0 where there is none."""
    published_date: date | None = None


class Annotations(NamedTuple):
    """Rows read in one document, by the name of the stage table they go to (`transforms.annotation.stages`)."""

    article_id: str
    sentences: list[Row]
    mentions: list[Row]
    chains: list[Row]
    claims: list[Row]
    claim_spans: list[Row]
    event_mentions: list[Row]
    event_mention_actors: list[Row]


@dataclass(frozen=True, slots=True)
class AnnotatorFacts:
    """What a release says of the annotator that made it."""

    name: str
    version: str
    model: str
    model_version: str
    model_hash: str
    seeds_hash: str
    details: dict[str, str] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Short hash that changes when anything does that could change the annotations."""
        from transforms.ids import content_hash

        return content_hash("\n".join((self.name, self.version, self.model, self.model_version, self.model_hash, self.seeds_hash)))[:12]


@runtime_checkable
class Annotator(Protocol):
    """Reads documents.

    Law: spans lie in the text and `text[char_start:char_end]` is what the row says; the result for a document does
    not depend on which others it is batched with; results come in the order of the documents.
    """

    facts: AnnotatorFacts

    def annotate(self, documents: Iterable[Document]) -> Iterator[Annotations]:
        """One Annotations for each document, in order."""
        ...
