"""What a claim is while it is put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import Attribution, addressees
from transforms.annotation.grammar import is_negated, prepositional_objects, trimmed
from transforms.annotation.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


DIRECT, MIXED = 0.9, 0.02
"""Quoted shares from which a claim is direct, and above which it is mixed: a scare quote leaves a long content indirect."""


@dataclass(slots=True)
class Claim:
    """An attributed statement; token ranges half open, content in characters."""

    attribution: Attribution | None
    speaker: Token | None
    speaker_span: tuple[int, int] | None
    content: list[tuple[int, int]]
    rule: str
    confidence: float
    speaker_mention: Mention | None = None
    addressee: Token | None = None
    medium: tuple[int, int] | None = None
    negative: bool = False
    parent: Claim | None = None
    depth: int = 0
    quoted_share: float = 0.0
    quotes: list[int] = field(default_factory=list)

    @property
    def start(self) -> int:
        """First character of the content."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Character after the last of the content."""
        return self.content[-1][1]


def denies(speaker: Token) -> bool:
    """Whether the speaker is nobody: `nobody said`, `neither side confirmed`."""
    return speaker.lower_ in ("nobody", "none", "neither") or any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "neg", "preconj") for c in speaker.children
    )


def describe(doc: Doc, claim: Claim) -> None:
    """Fill in polarity, addressee and medium from the cue's verb."""
    verb = claim.attribution.verb if claim.attribution else None
    if verb is None or claim.attribution is None:
        return
    claim.negative = is_negated(verb) or (claim.speaker is not None and denies(claim.speaker))
    hearers = addressees(verb, claim.attribution.cue)
    outside = [h for h in hearers if not any(a <= h.idx < b for a, b in claim.content)]
    claim.addressee = outside[0] if outside else None
    for preposition in ("in", "during", "at", "on", "via", "through"):
        for noun in prepositional_objects(verb, preposition):
            if noun.lemma_.lower() in lex.speech_media() and not any(a <= noun.idx < b for a, b in claim.content):
                claim.medium = trimmed(doc, noun.head.i, noun.right_edge.i + 1)
                return


def merged(pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that overlap joined."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
