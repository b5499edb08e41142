"""Whom, or what place, an event concerns beyond the slots that its frame or noun has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.grammar import conjuncts, has_to, prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

    from transforms.annotation.participants import Participants

CONCERNING = {
    "to",
    "into",
    "in",
    "on",
    "onto",
    "against",
    "for",
    "from",
    "at",
    "with",
    "over",
    "near",
    "toward",
    "towards",
    "along",
    "outside",
    "inside",
    "across",
    "of",
    "around",
}
"""Prepositions behind which an event says whom or what place it concerns."""
AIMING = {"ASSAULT": {"on", "against", "at", "into"}, "PROTEST": {"outside", "at"}}
"""Those of types that happen somewhere without concerning the place."""
HARMING = {"ASSAULT", "COERCE"}
"""Types whose recipient can be a building, a vehicle or the like."""


def concerned(verb: Token, frame: lex.Frame, objects: list[Token], actors: list[Token], actor_of: Participants) -> list[Token]:
    """Whom or what place an event concerns that no slot of its frame names: inside its object, else behind a preposition.

    `condemned the shelling of Basra`, `imposed a curfew in Basra`, `sent doctors into Chad`.
    """
    if frame.reciprocal:
        return []
    behind = [p for p in prepositions(verb) if p.lower_ in AIMING.get(frame.event_type, CONCERNING)]
    behind += [c for c in verb.children if c.dep_ in ("advcl", "xcomp") and has_to(c)] if frame.event_type not in AIMING else []
    objects = objects if frame.event_type != "PROTEST" else []
    for start in (*objects, *behind):
        found = nearest(start, actors, actor_of)
        if found is not None:
            return [t for t in conjuncts(found) if actor_of.concerned(t)]
    return []


def nearest(start: Token, actors: list[Token], actor_of: Participants) -> Token | None:
    """The actor or place that stands nearest in the tree below a token, without entering a clause of its own."""
    level = [start]
    while level:
        for token in level:
            if token is not start and token not in actors and token.tag_ not in ("PRP", "PRP$", "WP", "WDT") and actor_of.concerned(token):
                return token
        level = [
            child
            for token in level
            for child in token.children
            if child.dep_ not in ("relcl", "advcl", "ccomp", "conj", "agent")
            and child.lower_ not in ("by", "as", "after", "before", "since", "during", "until")
            and not (child.dep_ == "pobj" and child.ent_type_ in ("DATE", "TIME"))
        ]
    return None
