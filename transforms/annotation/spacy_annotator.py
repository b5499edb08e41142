"""The default annotator: a packaged spaCy pipeline read by our own rule layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from seeds import reader
from transforms.annotation import coreference, model
from transforms.annotation.claim import Claim
from transforms.annotation.claims import find_claims
from transforms.annotation.coreference import Chain, speaking_places
from transforms.annotation.events import find_events
from transforms.annotation.furniture import Furniture, find_furniture, without
from transforms.annotation.legible import legible
from transforms.annotation.mention import Mention
from transforms.annotation.mentions import find_mentions
from transforms.annotation.protocol import Annotations, AnnotatorFacts, Document
from transforms.annotation.quotes import find_quotes
from transforms.annotation.rows import Writer
from transforms.ids import content_hash

if TYPE_CHECKING:
    from spacy.tokens import Doc

BATCH_SIZE = 8
"""Documents a batch: 600 MB less than 128 at the same speed, measured."""


@cache
def rules_version() -> str:
    """Hash of the code of the rule layers: whatever changes a rule changes the version."""
    here = Path(__file__).parent
    return content_hash("".join(path.read_text(encoding="utf-8") for path in sorted(here.glob("*.py"))))[:12]


class SpacyAnnotator:
    """Reads English documents with a spaCy pipeline that tags, parses, lemmatizes and names entities."""

    def __init__(self, model_name: str = model.DEFAULT_MODEL) -> None:
        self.nlp, loaded = model.load(model_name)
        self.facts = AnnotatorFacts(
            "tidings-rules", rules_version(), loaded.name, loaded.version, loaded.tree_hash, reader.fingerprint(), {"spacy": version("spacy")}
        )

    def annotate(self, documents: Iterable[Document]) -> Iterator[Annotations]:
        """Annotations of each document, in order."""
        for doc, (document, around) in self.nlp.pipe(map(prepared, documents), as_tuples=True, batch_size=BATCH_SIZE):
            yield read(doc, document, around)


def prepared(document: Document) -> tuple[str, tuple[Document, Furniture]]:
    """The text the model is given to read, and what stands around the article in it."""
    text = legible(document.text)
    around = find_furniture(text, document.headline_end)
    return without(text, around), (document, around)


def read(doc: Doc, document: Document, around: Furniture) -> Annotations:
    """Everything the rule layers find in one parsed document."""
    text = without(document.text, around)
    quotes = find_quotes(text)
    mentions = find_mentions(doc, around.datelines)
    chains = coreference.resolve(doc, mentions)
    claims = find_claims(doc, text, quotes, mentions)
    coreference.resolve_first_person(doc, mentions, chains, speakers_by_token(doc, claims))
    coreference.resolve_interview(text, doc, mentions, chains)
    events = find_events(doc, mentions)
    name_capitals([m for event in events for m in (*event.actors, *event.recipients)] + speaking_places(doc, mentions), chains)
    return Writer(doc, document, quotes, mentions, chains, claims, events).write()


def speakers_by_token(doc: Doc, claims: list[Claim]) -> dict[int, int]:
    """Chain of the speaker for every token inside quoted speech; the innermost claim counts."""
    found: dict[int, int] = {}
    for claim in sorted(claims, key=lambda c: c.depth):
        chain = claim.speaker_mention.chain if claim.speaker_mention is not None else None
        if chain is None or not (claim.quoted_share or claim.rule == "claims.label"):
            continue
        for start, end in claim.content:
            span = doc.char_span(start, end, alignment_mode="contract")
            found.update(dict.fromkeys(range(span.start, span.end), chain) if span is not None else {})
    return found


def name_capitals(participants: list[Mention], chains: list[Chain]) -> None:
    """Give places that act, or to whom something is done, the chain of whom they stand for: a capital for its government."""
    for mention in participants:
        if not mention.is_actor and mention.chain is None and mention.country:
            mention.chain = coreference.place_chain(mention, chains)
            chains[mention.chain].mentions.append(mention)
            mention.resolution, mention.confidence = "alias", 0.5
