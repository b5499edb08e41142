"""Which verbs attribute, and what an attribution is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.grammar import direct_objects, indirect_objects, is_passive, prepositional_objects, prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

HEARSAY_VERBS = {
    "say",
    "report",
    "believe",
    "think",
    "allege",
    "rumor",
    "rumour",
    "understand",
    "claim",
    "suspect",
    "consider",
    "estimate",
    "expect",
    "know",
}
SURE = 0.75
"""Strength from which a verb reports speech wherever it stands."""


@dataclass(slots=True)
class Attribution:
    """A cue with the token ranges of its content; ranges are half open."""

    cue: lex.Cue
    verb: Token | None
    cue_start: int
    cue_end: int
    content: list[tuple[int, int]]
    frame: str
    speakers: list[Token] | None = None
    """Speakers the construction itself names; None where the cue's subject is to be asked."""
    hearsay: bool = False


def verb_cue(token: Token) -> lex.Cue | None:
    """The lexicon entry of a verb, with its particle where it has one."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod", "compound"):
        return None
    entries = lex.cue_verbs().get(token.lemma_.lower(), ())
    hanging = {child.lower_ for child in prepositions(token)} | {c.lower_ for c in token.children if c.dep_ in ("prt", "advmod")}
    return next((cue for cue in entries if not cue.particle or set(cue.particle.split()) <= hanging), None)


def cue_range(token: Token, cue: lex.Cue) -> tuple[int, int]:
    """Token range of the verb with its particle, where that follows close."""
    end = token.i + 1
    for word in cue.particle.split():
        at = next((c.i for c in token.children if c.lower_ == word and 0 < c.i - token.i <= 2), None)
        end = max(end, at + 1) if at is not None else end
    return token.i, end


def is_report(verb: Token) -> bool:
    """Whether a verb is a cue of communication, and no weak one."""
    cue = verb_cue(verb)
    return cue is not None and cue.cue_class == "communication" and cue.strength >= SURE


def is_hearsay(token: Token) -> bool:
    """Whether the verb is reported in the passive without saying by whom: `is said to have`, `was reported to have stated`."""
    if is_passive(token) and token.lemma_ in HEARSAY_VERBS and not any(c.dep_ == "agent" for c in token.children):
        return True
    head = token.head
    return token.dep_ == "xcomp" and head.lemma_ in HEARSAY_VERBS and is_passive(head) and not any(c.dep_ == "agent" for c in head.children)


def addressees(token: Token, cue: lex.Cue) -> list[Token]:
    """Heads of the hearers."""
    found: list[Token] = []
    if "object" in cue.addressee:
        found += [t for t in (*indirect_objects(token), *direct_objects(token)) if t.pos_ in ("NOUN", "PROPN", "PRON")]
    for preposition in ("to", "with"):
        if preposition in cue.addressee:
            found += prepositional_objects(token, preposition)
    return found


def subtree(token: Token) -> tuple[int, int]:
    """Token range of all that hangs on a token."""
    return token.left_edge.i, token.right_edge.i + 1
