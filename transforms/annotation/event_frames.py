"""Which verb frame a sentence fills, and with whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.concerns import HARMING, concerned
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

    from transforms.annotation.mention import Mention
    from transforms.annotation.participants import Participants

LEMMAS = {"raped": "rape", "rapes": "rape", "raping": "rape"}
"""Verbs the lemmatizer takes for others."""
PREPOSITION_SLOTS = ("to", "with", "from", "for", "on", "against", "at", "by", "in", "of", "into", "over", "between")


@dataclass(frozen=True, slots=True)
class Match:
    """A frame filled by a verb, with the heads of its participants and of its object."""

    frame: lex.Frame
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    objects: tuple[Token, ...]
    end: int
    """Token after the last of the trigger."""
    nouns: tuple[int, ...] = ()
    """Tokens of the nouns that the frame asks for."""


def best_match(verb: Token, actor_of: Participants) -> Match | None:
    """The most specific frame of the verb that the sentence fills; None if it fills none, or a false friend."""
    frames = lex.verb_frames().get(LEMMAS.get(verb.lower_, verb.lemma_.lower()))
    if not frames:
        return None
    objects = objects_of(verb)
    if is_false_friend(verb, objects):
        return None
    for frame in frames:
        match = fill(verb, frame, objects, actor_of)
        if match is not None:
            return match
    return None


def objects_of(verb: Token) -> list[Token]:
    """Heads of the direct object in the active sense: the subject of a passive."""
    if is_passive(verb):
        return subjects(verb)
    return direct_objects(verb) or [s for c in verb.children if c.dep_ == "ccomp" and c.pos_ == "ADJ" for s in own_subjects(c)]


def fill(verb: Token, frame: lex.Frame, objects: list[Token], actor_of: Participants) -> Match | None:
    """The frame with its participants, or None where a condition is not met."""
    words = frame.particle.split()
    at = [particle_token(verb, word) for word in words]
    if any(token is None for token in at):
        return None
    particle = next((t for t in reversed(at) if t is not None), None)
    behind = [n for child in (particle.children if particle is not None else ()) if child.dep_ in ("pobj", "pcomp") for n in conjuncts(child)]
    if frame.object_nouns and not noun_condition(verb, frame, objects, behind):
        return None
    actors = slot(verb, frame.actor_slot, frame, objects, behind)
    recipients = recipients_of(verb, frame, objects, behind, actors, actor_of)
    if not conditions_met(verb, frame, actors, recipients, objects, actor_of):
        return None
    close = [t.i for t in at if t is not None and 0 < t.i - verb.i <= 2]
    nouns = tuple(t.i for o in (*objects, *behind) for t in (o, *measured(o)) if frame.object_nouns and forms(t) & frame.object_nouns)
    return Match(frame, tuple(actors), tuple(recipients), tuple(objects), max([verb.i, *close]) + 1, nouns)


def recipients_of(
    verb: Token, frame: lex.Frame, objects: list[Token], behind: list[Token], actors: list[Token], actor_of: Participants
) -> list[Token]:
    """Heads of the first of the frame's slots that an actor fills; else of whom the clause concerns, else of the things it hits."""
    for name in frame.recipient_slots:
        found = [t for t in slot(verb, name, frame, objects, behind) if actor_of(t) is not None and t not in actors]
        if found:
            return found
    if frame.reciprocal:
        partners = [t for t in prepositional_objects(verb, "with") if actor_of(t) is not None and t not in actors]
        if partners:
            return partners
    found = first_inside(infinitives(verb), actors, actor_of) if "infinitive_object" in frame.recipient_slots else []
    if not found and frame.recipient_slots != ("none",) and not (is_bare(frame) and "recipient_actor" in frame.requires):
        found = concerned(verb, frame, [*objects, *behind], actors, actor_of)
    if found or frame.event_type not in HARMING:
        return found
    aimed = [n for name in frame.recipient_slots if name in PREPOSITION_SLOTS for n in prepositional_objects(verb, name)]
    return [t for t in (*objects, *behind, *aimed) if actor_of.thing(t) is not None]


def is_bare(frame: lex.Frame) -> bool:
    """Whether the verb alone is the evidence: what it concerns must then stand in a slot."""
    return not frame.object_nouns and not frame.particle


def first_inside(clauses: list[Token], actors: list[Token], actor_of: Participants) -> list[Token]:
    """The first actor that an infinitive clause names anywhere: `offered to end the ban on ships from Peru`."""
    for clause in clauses:
        for token in clause.subtree:
            if token.i > clause.i and token not in actors and token.tag_ not in ("PRP", "PRP$") and actor_of(token) is not None:
                return [token]
    return []


def particle_token(verb: Token, word: str) -> Token | None:
    """The particle, preposition or predicate word that hangs on the verb."""
    for child in verb.children:
        if any(n.ent_type_ in ("DATE", "TIME") for n in child.children if n.dep_ == "pobj"):
            continue  # `called her lawyer on Friday` is no `call on`
        if child.lower_ == word and child.dep_ in ("prt", "prep", "advmod", "acomp", "oprd", "agent", "dative", "xcomp", "ccomp", "attr"):
            return child
    return next(
        (p for p in prepositions(verb) if p.lower_ == word and not any(n.ent_type_ in ("DATE", "TIME") for n in p.children if n.dep_ == "pobj")), None
    )


def noun_condition(verb: Token, frame: lex.Frame, objects: list[Token], behind: list[Token]) -> bool:
    """Whether one of the frame's nouns heads the object, the phrase behind the particle, or the predicate."""
    heads = [*objects, *behind, *(c for c in verb.children if c.dep_ in ("acomp", "attr", "oprd", "dative"))]
    return any(forms(noun) & frame.object_nouns for head in heads for noun in (head, *measured(head)))


def measured(head: Token) -> list[Token]:
    """What a noun of measure or of state measures: `tonnes of medicine`, `94% of the equipment`, `a state of emergency`."""
    if head.tag_ != "CD" and head.lemma_.lower() not in lex.word_set("measures") and head.lemma_.lower() not in lex.word_set("quantifiers"):
        return []
    return [n for noun in prepositional_objects(head, "of") for n in (noun, *measured(noun))]


def forms(head: Token) -> set[str]:
    """Under what a lexicon may list a noun: lemma, form, with the word before it, with what a hyphen joins to it."""
    lemma = head.lemma_.lower()
    found = {lemma, head.lower_}
    if head.i:
        found.add(f"{head.doc[head.i - 1].lower_} {lemma}")
    if head.i > 1 and head.doc[head.i - 1].text == "-":
        found |= {f"{head.doc[head.i - 2].lower_}-{lemma}", f"{head.doc[head.i - 2].lower_}{lemma}"}
    return found


def slot(verb: Token, name: str, frame: lex.Frame, objects: list[Token], behind: list[Token]) -> list[Token]:
    """Heads that stand in a slot of the active clause."""
    passive = is_passive(verb)
    if name == "subject":
        return agents(verb) if passive else subjects(verb)
    if name == "object":
        return objects or behind
    if name == "indirect_object":
        return indirect_objects(verb)
    if name == "object_possessor":
        return [owner for noun in (*objects, *behind) for owner in owners(noun)]
    if name == "infinitive_object":
        return [
            o
            for c in infinitives(verb)
            for o in (*direct_objects(c), *(n for p in ("with", "to", "from", "against", "on") for n in prepositional_objects(c, p)))
        ]
    if name == "infinitive_subject":
        return controlled(verb)
    if name == "clause_subject":
        return [s for c in verb.children if c.dep_ == "ccomp" for s in own_subjects(c)]
    if name in PREPOSITION_SLOTS:
        if name == "by" and passive:
            return [n for noun in objects for n in prepositional_objects(noun, "by")]
        found = prepositional_objects(verb, name)
        return found or [n for noun in objects if not passive for n in prepositional_objects(noun, name)]
    return []


def owners(noun: Token) -> list[Token]:
    """Heads of whom a noun belongs to or concerns: possessor, adjective of nationality, `of`, `by`, `against`, `on`."""
    found = [n for c in noun.children if c.dep_ in ("poss", "amod", "compound", "nmod") and (c.dep_ == "poss" or c.ent_type_) for n in conjuncts(c)]
    for preposition in ("of", "by", "against", "on", "with", "from", "to", "for"):
        found += prepositional_objects(noun, preposition)
    return found


def infinitives(verb: Token) -> list[Token]:
    """Infinitive complements of the verb, of its object or of its predicate adjective."""
    return [
        c
        for t in (verb, *verb.children)
        if t is verb or t.dep_ in ("dobj", "acomp", "attr", "oprd")
        for c in t.children
        if c.dep_ in ("xcomp", "acl", "ccomp", "advcl") and has_to(c)
    ]


def controlled(verb: Token) -> list[Token]:
    """Who is to do what the infinitive says: `urged Iran to stop`, `called on Iran to stop`."""
    found = direct_objects(verb) if not is_passive(verb) else subjects(verb)
    found += [s for c in verb.children if c.dep_ in ("ccomp", "xcomp", "advcl") and has_to(c) for s in own_subjects(c)]
    for preposition in ("on", "upon", "to", "for"):
        found += prepositional_objects(verb, preposition)
    return found


def conditions_met(
    verb: Token, frame: lex.Frame, actors: Iterable[Token], recipients: list[Token], objects: list[Token], actor_of: Participants
) -> bool:
    """Whether what the frame requires holds."""
    people = [m for t in actors if (m := actor_of(t)) is not None]
    for condition in frame.requires:
        if (
            condition == "recipient_actor"
            and not recipients
            and not (frame.reciprocal and (len(people) > 1 or any(m.number == "plural" for m in people)))
        ):
            return False
        if condition == "recipient_actor_or_place" and not recipients and not any(o.pos_ in ("NOUN", "PROPN", "PRON") for o in objects):
            return False
        if condition == "to_inf" and not infinitives(verb):
            return False
        if condition == "that_clause" and not any(c.dep_ == "ccomp" for c in verb.children):
            return False
        if condition == "no_object" and objects:
            return False
        if condition == "object_thing" and (not objects or any(actor_of(o) is not None for o in objects)):
            return False
        if (
            condition == "actor_plural"
            and people
            and not any(m.number == "plural" or m.entity_type in ("organization", "country", "group") for m in people)
        ):
            return False
        if condition == "actor_political" and not any(is_political(m) for m in people):
            return False
        if condition == "actor_peacekeeper" and not any(keeps_peace(t) for t in actors):
            return False
    return True


def keeps_peace(head: Token) -> bool:
    """Whether a noun is one for peacekeepers: `Japanese peacekeepers`, `a peacekeeping force`."""
    return any(t.lower_.startswith(("peacekeep", "peace-keep")) for t in (head, *head.lefts))


def is_political(mention: Mention) -> bool:
    """Whether a mention stands for a state, an armed or political body, or one of its people."""
    if mention.actor_type in ("country", "government", "military", "police", "armed_group", "party", "intergovernmental", "legislature", "court"):
        return True
    return bool(mention.sector) and mention.sector not in ("CVL", "BUS", "EDU", "MED", "AGR", "JRN", "REL")


def is_false_friend(verb: Token, objects: list[Token]) -> bool:
    """Whether the lexicon of false friends knows the verb with this object, subject or preposition."""
    friends, lemma = lex.false_friends(), verb.lemma_.lower()
    slots = {
        "object": {o.lemma_.lower() for o in objects},
        "subject": {s.lemma_.lower() for s in (agents(verb) if is_passive(verb) else own_subjects(verb))},
        "prep": {form for p in prepositions(verb) for n in p.children if n.dep_ == "pobj" for form in forms(n)}
        | {p.lower_ for p in prepositions(verb)},
        "modifier": {c.lemma_.lower() for c in verb.children if c.dep_ in ("advmod", "npadvmod")},
    }
    return any(friends.get((lemma, "verb", name), frozenset()) & nouns for name, nouns in slots.items())
