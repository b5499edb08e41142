"""Which events are no events of their own: what a request, promise, refusal, threat, charge or protest is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation.event import Event
from transforms.annotation.grammar import has_to, is_negated

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


TOPIC_TYPES = {"AGREE", "REQUEST", "REJECT", "THREATEN"}
"""Types whose complement says what they are about: it is no event of its own (PLOVER: the topic is not a second event)."""


def is_topic(doc: Doc, event: Event, events: list[Event]) -> bool:
    """Whether an event is only what a request, promise, refusal, threat or protest is about, or what another of its type is done for."""
    token = doc[event.head]
    for other in events:
        if other is event:
            continue
        governor = doc[other.head]
        if event.event_type == other.event_type and is_same_told_again(token, governor):
            return True
        if other.event_type in TOPIC_TYPES and event.status != "occurred" and governor.is_ancestor(token) and not crosses_claim(token, governor):
            if not is_negated(token):
                learn_from_topic(other, event)
            return True
        if other.event_type in TOPIC_TYPES and token.pos_ == "NOUN" and governs_as_topic(token, governor) and event.event_type != other.event_type:
            return True
        if other.event_type == "ACCUSE" and governor.is_ancestor(token) and is_charge(token, governor):
            return True
        if (
            other.event_type == "PROTEST"
            and token.pos_ == "NOUN"
            and token.dep_ == "pobj"
            and token.head.lower_ in ("against", "over", "at", "for", "about")
            and token.head.head.i in (other.head, governor.head.i)
        ):
            return True
    return False


def is_same_told_again(token: Token, governor: Token) -> bool:
    """Whether a noun or infinitive names again what its governor tells: `agreed upon a pact`, `gave a grant to finance a dam`."""
    if token.pos_ == "NOUN":
        return governor.pos_ == "VERB" and governs_as_topic(token, governor)
    return (
        token.dep_ in ("advcl", "xcomp")
        and has_to(token)
        and governor.lemma_ != "use"
        and governor.i in (token.head.i, token.head.head.i)
        and governor.i < token.i
    )


def is_charge(token: Token, governor: Token) -> bool:
    """Whether a verb says what somebody is accused of: `accused the police of beating detainees`."""
    while token.dep_ == "conj" and token.head.i != governor.i:
        token = token.head
    return token.dep_ == "pcomp" and token.head.lower_ in ("of", "for", "with") and token.head.head.i == governor.i


def crosses_claim(token: Token, governor: Token) -> bool:
    """Whether a coordinated clause of its own lies between an event and its governor."""
    while token.i != governor.i:
        if token.dep_ == "conj" and token.pos_ == "VERB" and token.head.i == governor.i:
            return True
        if token.dep_ in ("relcl", "advcl") and token.tag_ in ("VBD", "VBZ", "VBP"):
            return True
        token = token.head
    return False


def governs_as_topic(token: Token, governor: Token) -> bool:
    """Whether a noun is the direct or prepositional object of a governing verb or noun."""
    head = token.head.head if token.dep_ == "pobj" else token.head
    return (
        head.i == governor.i
        and token.dep_ in ("dobj", "pobj")
        and (token.dep_ != "pobj" or token.head.lower_ in ("for", "to", "with", "of", "on", "in", "about"))
    )


def is_object(event: Event, events: list[Event]) -> bool:
    """Whether the noun of an event is the object by which another's frame was found: `signed a treaty` is one event, `dispersed a protest` two."""
    return any(
        event.head in other.nouns and not (event.event_type == "PROTEST" and other.event_type in ("COERCE", "ASSAULT"))
        for other in events
        if other is not event
    )


TOPIC_MODES = {
    "THREATEN": {"ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations"},
    "REQUEST": {"AID": "assist", "COOPERATE": "assist", "RETREAT": "yield", "CONCEDE": "yield", "CONSULT": "meet"},
    "REJECT": {"AID": "assist", "COOPERATE": "assist", "RETREAT": "yield", "CONCEDE": "yield", "CONSULT": "meet"},
}

OWN_MODES = {"arrest", "expel"}
"""Modes of COERCE and SANCTION that a threat of them has too."""


def learn_from_topic(governor: Event, topic: Event) -> None:
    """Let a request, refusal or threat take its mode from what it is about; a promise of conflict is a threat."""
    if (
        governor.event_type == "AGREE"
        and topic.event_type in ("ASSAULT", "COERCE", "SANCTION", "MOBILIZE")
        and governor.lemma in ("vow", "pledge", "promise", "swear", "plan")
    ):
        governor.event_type, governor.cameo_root = "THREATEN", "13"
        governor.recipients = governor.recipients or topic.recipients
    modes = TOPIC_MODES.get(governor.event_type)
    if modes and governor.event_mode is None:
        own = topic.event_mode if governor.event_type == "THREATEN" and topic.event_mode in OWN_MODES else None
        governor.event_mode = own or modes.get(topic.event_type)


def is_carried(event: Event, events: list[Event]) -> bool:
    """Whether another event has the same light verb, or its object, for a trigger."""
    for other in events:
        if other is event:
            continue
        if other.carrier == event.head and other.confidence >= event.confidence - 0.3:
            return True
    return False
