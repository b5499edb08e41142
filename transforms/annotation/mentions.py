"""Which spans of a document name or stand for an actor or a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation.datelines import Dateline
from transforms.annotation.descriptions import nominal
from transforms.annotation.mention import Mention
from transforms.annotation.names import dateline_places, missed_names, named
from transforms.annotation.toponyms import places_in_names

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("person", "male", "singular")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("person", "female", "singular")),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("person", None, "first")),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("group", None, "first")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("group", None, "plural")),
    **dict.fromkeys(("it", "its", "itself"), ("organization", None, "singular")),
}


def find_mentions(doc: Doc, datelines: list[Dateline]) -> list[Mention]:
    """Mentions of the document in order of their heads, one for each head; a place may stand inside the name of a body."""
    taken: dict[int, Mention] = {}
    for mention in (*named(doc), *missed_names(doc)):
        known = taken.get(mention.head)
        if known is None or mention.end - mention.start > known.end - known.start:
            taken[mention.head] = mention
    for mention in dateline_places(doc, datelines):
        taken = {head: known for head, known in taken.items() if known.end <= mention.start or known.start >= mention.end} | {mention.head: mention}
    taken.update({mention.head: mention for mention in places_in_names(doc, taken)})
    inside = {i for mention in taken.values() for i in range(mention.start, mention.end)}
    for token in doc:
        if token.i in taken:
            continue
        found = pronominal(token) or (nominal(token, taken) if token.i not in inside else None)
        if found:
            taken[token.i] = found
    return sorted(taken.values(), key=lambda mention: mention.head)


def pronominal(token: Token) -> Mention | None:
    """A personal or possessive pronoun that can refer to an actor."""
    if token.tag_ not in ("PRP", "PRP$") or token.dep_ == "expl" or token.lower_ not in PRONOUNS or token.text == "i":
        return None
    if token.text == "US":
        return None
    if token.lower_ == "it" and is_expletive(token):
        return None
    entity_type, gender, number = PRONOUNS[token.lower_]
    return Mention(token.i, token.i + 1, token.i, "pronominal", entity_type, token.text, gender=gender, number=number, confidence=0.5, rule="pronoun")


def is_expletive(token: Token) -> bool:
    """Whether `it` stands for no thing: `it is worth noting`, `it seems that`."""
    verb = token.head
    if verb.lemma_ == "be" and any(
        c.dep_ in ("acomp", "attr") and any(g.dep_ in ("xcomp", "ccomp", "acl", "relcl", "prep") for g in c.children) for c in verb.children
    ):
        return True
    if verb.lemma_ in ("be", "seem", "appear", "turn", "happen", "remain", "rain", "snow", "matter") and any(
        c.dep_ in ("ccomp", "advcl", "xcomp") for c in verb.children
    ):
        return True
    return verb.lemma_ in ("rain", "snow")
