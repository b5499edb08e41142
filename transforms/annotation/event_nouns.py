"""Which noun tells an event, and who takes part in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.concerns import AIMING, CONCERNING, HARMING, nearest
from transforms.annotation.grammar import (
    agents,
    conjuncts,
    direct_objects,
    has_to,
    indirect_objects,
    is_passive,
    own_subjects,
    prepositional_objects,
    prepositions,
    subjects,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

    from transforms.annotation.participants import Participants


STRAYING = frozenset({"against", "by", "on", "to"})
"""Prepositions that an event noun takes and a person or body does not."""
INFINITIVE_TYPES = {"AGREE", "REQUEST", "REJECT", "THREATEN"}
"""Types whose nouns take an infinitive that says whom they are about: `readiness to support Iraq`."""


@dataclass(frozen=True, slots=True)
class NounMatch:
    """An event noun with the heads of its participants and the verb that carries it."""

    noun: lex.EventNoun
    start: int
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    aspect: str | None
    carrier: Token | None


def best_noun(token: Token, actor_of: Participants) -> NounMatch | None:
    """The event an occurrence of a noun tells; None where its evidence does not suffice."""
    entry, start = lookup(token)
    if entry is None or is_false_noun(token):
        return None
    actors, recipients = own_participants(token, entry, actor_of)
    carrier, light = light_verb(token, entry)
    aspect = None
    if light is not None and carrier is not None:
        aspect = light.aspect
        actors, recipients = carried(carrier, light, entry, actors, recipients, actor_of)
    if entry.reciprocal and actors and recipients and "against" not in {c.lower_ for c in token.children}:
        actors, recipients = [*actors, *recipients], []
    if not enough(entry, actors, recipients, light is not None, token):
        return None
    if not recipients and not (entry.reciprocal and len(actors) > 1):
        recipients = concerned_by(token, entry, carrier if light is not None else None, actors, actor_of)
    return NounMatch(entry, start, tuple(dict.fromkeys(actors)), tuple(r for r in dict.fromkeys(recipients) if r not in actors), aspect, carrier)


def lookup(token: Token) -> tuple[lex.EventNoun | None, int]:
    """Lexicon entry of the noun with its compound if the lexicon has that, and the first token of the trigger."""
    if token.pos_ != "NOUN" or token.dep_ in ("compound", "amod", "nmod") or token.ent_type_ in ("PERSON", "ORG", "WORK_OF_ART", "PRODUCT", "EVENT"):
        return None, token.i
    lemma = token.lemma_.lower()
    nouns = lex.event_nouns()
    for back in (3, 2, 1):
        if token.i >= back:
            words = token.doc[token.i - back : token.i]
            joined = "".join(t.lower_ + t.whitespace_ for t in words) + lemma
            if joined in nouns and not any(t.is_space for t in words):
                return nouns[joined][0], token.i - back
    return (nouns[lemma][0], token.i) if lemma in nouns else (None, token.i)


def own_participants(token: Token, entry: lex.EventNoun, actor_of: Participants) -> tuple[list[Token], list[Token]]:
    """Heads of actors and recipients that hang on the noun itself."""
    sides: dict[str, list[Token]] = {"actor": [], "recipient": [], "none": []}
    of = [t for t in prepositional_objects(token, "of") if actor_of(t)]
    for child in token.children:
        if child.dep_ == "poss":
            role = "actor" if entry.possessor_role == "recipient" and of else entry.possessor_role
            sides[role] += [t for t in conjuncts(child) if actor_of(t)]
        elif child.dep_ in ("compound", "amod", "nmod") and actor_of(child):
            sides[
                entry.compound_role if child.dep_ == "compound" else entry.possessor_role if entry.possessor_role != "recipient" else "actor"
            ].append(child)
    sides[entry.of_role] += of
    for names, role in ((entry.actor_preps, "actor"), (entry.recipient_preps, "recipient")):
        for preposition in names - {"of"}:
            sides[role] += [t for t in role_objects(token, entry, preposition) if actor_of(t)]
    if entry.reciprocal:
        sides["actor"] += [t for p in ("between", "among") for t in prepositional_objects(token, p) if actor_of(t)]
    if entry.event_type in INFINITIVE_TYPES and not sides["recipient"]:
        sides["recipient"] += [t for c in token.children if c.dep_ == "acl" and has_to(c) for t in direct_objects(c) if actor_of(t)]
    if not sides["actor"]:
        sides["actor"] = [t for t in answerable(token) if actor_of(t)]
    anti = anti_target(token, actor_of)
    return sides["actor"], sides["recipient"] + ([anti] if anti is not None else [])


def role_objects(token: Token, entry: lex.EventNoun, preposition: str) -> list[Token]:
    """Heads behind a preposition of the noun, also where the parser hung it on another participant: `a protest by farmers against the tax`."""
    found = prepositional_objects(token, preposition)
    if found or preposition not in STRAYING:
        return found
    others = [n for p in sorted((entry.actor_preps | entry.recipient_preps) - {preposition}) for n in prepositional_objects(token, p)]
    return [n for other in others for n in prepositional_objects(other, preposition)]


def answerable(noun: Token) -> list[Token]:
    """Who did what a noun names by a participle or by `responsibility`: `the raid carried out by rebels`, `claimed responsibility for the raid`."""
    found = [t for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and c.lemma_ in lex.word_set("carriers") for t in agents(c)]
    if found or noun.dep_ != "pobj" or noun.head.lower_ != "for":
        return found
    over = noun.head.head
    if over.lemma_ == "responsibility" and over.head.lemma_ in ("claim", "admit", "acknowledge", "accept", "take", "assume"):
        return subjects(over.head)
    return subjects(over.head) if over.lemma_ == "responsible" and over.head.lemma_ == "be" else []


def concerned_by(token: Token, entry: lex.EventNoun, carrier: Token | None, actors: list[Token], actor_of: Participants) -> list[Token]:
    """Whom or what place the event of a noun concerns beyond its own slots: below the noun, else below its light verb."""
    allowed = AIMING.get(entry.event_type, CONCERNING)
    behind = [p for t in (token, carrier) if t is not None for p in prepositions(t) if p.lower_ in allowed and p.lower_ not in entry.actor_preps]
    for start in behind:
        found = nearest(start, actors, actor_of)
        if found is not None:
            return [t for t in conjuncts(found) if actor_of.concerned(t)]
    if entry.event_type not in HARMING:
        return []
    prepositions_ = entry.recipient_preps | ({"of"} if entry.of_role == "recipient" else set())
    return [t for p in sorted(prepositions_) for t in prepositional_objects(token, p) if actor_of.thing(t) is not None]


def anti_target(token: Token, actor_of: Participants) -> Token | None:
    """Who an `anti-` compound is against: `anti-government protest`."""
    lefts = sorted(token.lefts, key=lambda t: t.i)
    for first, last in pairwise(lefts):
        if first.lower_ == "anti" and last.i > first.i:
            return next((t for t in lefts if t.i > first.i and t.is_alpha and (actor_of(t) or t.lemma_.lower() in lex.agent_nouns())), None)
    return None


def light_verb(token: Token, entry: lex.EventNoun) -> tuple[Token | None, lex.LightVerb | None]:
    """The light verb that carries the noun, with its lexicon entry."""
    place, verb = token.dep_, token.head
    slot = {"dobj": "object", "nsubjpass": "object", "nsubj": "subject", "attr": "object"}.get(place)
    if place == "pobj":
        slot, verb = "prep_object", token.head.head
    if slot is None or verb.pos_ not in ("VERB", "AUX"):
        return None, None
    hanging = {p.lower_ for p in prepositions(verb)} | {c.lower_ for c in verb.children if c.dep_ in ("prt", "dobj", "advmod")}
    for light in lex.light_verbs().get(verb.lemma_.lower(), ()):
        if light.noun_slot != slot or (light.nouns and entry.lemma not in light.nouns):
            continue
        if slot == "prep_object" and token.head.lower_ not in light.particle.split():
            continue
        if slot != "prep_object" and not set(light.particle.split()) <= hanging:
            continue
        return verb, light
    return None, None


def carried(
    verb: Token, light: lex.LightVerb, entry: lex.EventNoun, actors: list[Token], recipients: list[Token], actor_of: Participants
) -> tuple[list[Token], list[Token]]:
    """Participants with those that the light verb brings."""
    if light.noun_slot != "subject" and not is_passive(verb):
        doers = [t for t in subjects(verb) if actor_of(t)]
        if light.subject_role == "actor" and doers and all(t.tag_ == "PRP$" for t in actors):
            actors = doers
        elif light.subject_role == "recipient" and not recipients:
            recipients = doers
    if not recipients:
        for slot in light.recipient_slots:
            found = indirect_objects(verb) if slot == "indirect_object" else prepositional_objects(verb, slot)
            recipients = [t for t in found if actor_of(t) and t not in actors]
            if recipients:
                break
    return actors, recipients


def enough(entry: lex.EventNoun, actors: list[Token], recipients: list[Token], has_light_verb: bool, token: Token) -> bool:
    """Whether an occurrence is evidence of an event: a strong noun with any participant, others with more."""
    if token.dep_ == "attr" and not has_light_verb and not any(c.dep_ == "expl" for c in token.head.children):
        return False
    if entry.weight < 0.4:
        return has_light_verb and bool(actors) and bool(recipients)
    if entry.evidence == "strong":
        return bool(actors or recipients)
    if entry.evidence == "argument":
        return bool(actors and recipients) or (bool(actors or recipients) and (has_light_verb or entry.weight >= 0.6 or len(actors) > 1))
    if entry.event_type in INFINITIVE_TYPES and actors and any(c.dep_ == "acl" and has_to(c) for c in token.children):
        return True
    return (has_light_verb and bool(actors)) or bool(actors and recipients and entry.weight >= 0.5)


def is_false_noun(token: Token) -> bool:
    """Whether the lexicon of false friends knows the noun with this modifier or governor."""
    friends, lemma = lex.false_friends(), token.lemma_.lower()
    left = {c.lemma_.lower() for c in token.lefts}
    slots = {
        "compound": left,
        "modifier": left,
        "preceding": {token.doc[token.i - 1].lemma_.lower()} if token.i else set(),
        "prep": {n.lemma_.lower() for p in prepositions(token) for n in p.children if n.dep_ == "pobj"},
        "object": {token.head.lemma_.lower()} if token.dep_ == "dobj" else set(),
        "subject": {token.head.lemma_.lower()} if token.dep_ == "nsubj" and own_subjects(token.head) else set(),
    }
    return any(friends.get((lemma, "noun", name), frozenset()) & words for name, words in slots.items())
