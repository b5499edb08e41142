"""Who did what to whom: event mentions of a document from verbs, nouns and adjectives that tell events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.event import Event
from transforms.annotation.event_frames import ActorOf, Match, best_match
from transforms.annotation.event_nouns import NounMatch, best_noun, light_verb, lookup
from transforms.annotation.grammar import is_passive, own_subjects, prepositional_objects
from transforms.annotation.mention import Mention
from transforms.annotation.status import status_of
from transforms.annotation.topics import is_carried, is_object, is_topic

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


COOPERATIVE = {"CONSULT", "SUPPORT", "COOPERATE", "AID"}
"""Types that are an AGREE as long as they are to come."""

ROOTS: dict[str, str] = {"ASSAULT": "19", "CONCEDE": "08", "RETREAT": "08", "REJECT": "12"}
"""CAMEO roots of types that a noun's event is given in place of its own."""

REFUSALS = {"AID": "assist", "CONCEDE": "yield", "RETREAT": "yield", "AGREE": None, "CONSULT": "meet", "SUPPORT": None, "COOPERATE": None}
"""Modes of REJECT for what somebody says he will not do."""

ENDINGS = {"COERCE": "CONCEDE", "SANCTION": "CONCEDE", "PROTEST": "CONCEDE", "ASSAULT": "RETREAT", "MOBILIZE": "RETREAT"}
"""What it is to end or call off a conflictive event."""

LEAST_WEIGHT = 0.42
"""Weight from which a frame without further evidence counts."""


def find_events(doc: Doc, mentions: list[Mention]) -> list[Event]:
    """Event mentions of the document in order, none inside the topic of another."""
    actor_of = actor_finder(doc, mentions)
    events: list[Event] = []
    for token in doc:
        found = verb_event(token, actor_of) or noun_event(token, actor_of) or adjective_event(token, actor_of)
        if found is not None:
            events.append(found)
    told = [event for event in events if not is_topic(doc, event, events) and not is_object(event, events)]
    kept = [event for event in told if not is_carried(event, told)]
    return [coded(event) for event in kept]


def actor_finder(doc: Doc, mentions: list[Mention]) -> ActorOf:
    """A function from a token to the mention that stands for an actor there, seen through `a group of` and the like."""
    by_head = {mention.head: mention for mention in mentions}

    def actor_of(token: Token) -> Mention | None:
        mention = by_head.get(token.i)
        if token.lemma_.lower() in lex.word_set("quantifiers"):
            inner = next((by_head[noun.i] for noun in prepositional_objects(token, "of") if noun.i in by_head), None)
            if inner is not None and inner.is_actor:
                return inner
        if mention is not None and (mention.is_actor or (mention.country and acts_like_state(token, mention))):
            return mention
        return None

    return actor_of


def acts_like_state(token: Token, mention: Mention) -> bool:
    """Whether a capital stands for its state: `Baghdad rejected the plan`, `talks with Tehran`."""
    if not mention.name or lex.capitals().get(lex.fold(mention.name)) != mention.country:
        return False
    if token.dep_ in ("nsubj", "nsubjpass", "conj", "poss") or (token.dep_ == "dobj" and token.head.lemma_.lower() in lex.cue_verbs()):
        return True
    return token.dep_ == "pobj" and token.head.lower_ in ("by", "with", "against", "between", "from")


def verb_event(token: Token, actor_of: ActorOf) -> Event | None:
    """The event a verb tells."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod", "compound"):
        return None
    match = best_match(token, actor_of)
    if match is None or (match.frame.event_type in ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST") and done_by_thing(token, match, actor_of)):
        return None
    actors, recipients = found(match.actors, actor_of), found(match.recipients, actor_of)
    frame = match.frame
    if frame.reciprocal and recipients:
        actors, recipients = actors + recipients, []
    if (not actors and not recipients) or (
        frame.event_type in lex.types_with_recipient() and not recipients and not (frame.reciprocal and len(actors) > 1)
    ):
        return None
    evidence = frame.weight + 0.1 * bool(actors) + 0.1 * bool(recipients or len(actors) > 1)
    if evidence < LEAST_WEIGHT + 0.1:
        return None
    status = carried_status(token, match, status_of(token))
    if (
        status == "negated"
        and frame.event_type in REFUSALS
        and actors
        and {c.lower_ for c in token.children if c.dep_ == "aux"} & {"will", "wo", "would"}
    ):
        refused = REFUSALS[frame.event_type]
        return Event(
            token.i,
            match.end,
            token.i,
            token.lemma_.lower(),
            "REJECT",
            refused,
            "occurred",
            actors,
            recipients,
            frame.contexts,
            "12",
            frame.rule_id,
            round(evidence * 0.75, 2),
        )
    mode = instrument_mode(token) if frame.event_type == "ASSAULT" and frame.event_mode in (None, "explosives", "firearms") else None
    return Event(
        token.i,
        match.end,
        token.i,
        token.lemma_.lower(),
        frame.event_type,
        mode or frame.event_mode,
        status,
        actors,
        recipients,
        frame.contexts,
        frame.cameo_root,
        frame.rule_id,
        round(min(0.95, evidence * 0.85), 2),
        nouns=match.nouns,
    )


def carried_status(verb: Token, match: Match, status: str) -> str:
    """Status of a verb's event where the verb only carries the noun that names it: `called a protest` is to come."""
    for index in match.nouns:
        noun = verb.doc[index]
        entry, _ = lookup(noun)
        _, light = light_verb(noun, entry) if entry is not None and entry.event_type == match.frame.event_type else (None, None)
        if light is not None and status == "occurred":
            return {"plan": "future", "cancel": "negated", "reject": "negated"}.get(light.aspect, status)
    return status


def found(tokens: tuple[Token, ...], actor_of: ActorOf) -> list[Mention]:
    """Mentions of the tokens that stand for actors, each once."""
    mentions: list[Mention] = []
    for token in tokens:
        mention = actor_of(token)
        if mention is not None and not any(mention is other for other in mentions):
            mentions.append(mention)
    return mentions


def done_by_thing(token: Token, match: Match, actor_of: ActorOf) -> bool:
    """Whether a thing that is no weapon is the subject: `the storm killed five`."""
    doers = [t for t in match.actors if actor_of(t) is None]
    if is_passive(token):
        return (
            bool(doers)
            and all(
                t.pos_ == "NOUN" and t.lemma_.lower() not in lex.word_set("things_that_act") and t.lemma_.lower() not in lex.instruments()
                for t in doers
            )
            and len(doers) == len(match.actors)
        )
    if not match.actors or len(doers) < len(match.actors):
        return False
    return all(
        t.pos_ in ("NOUN", "PROPN")
        and t.lemma_.lower() not in lex.word_set("things_that_act")
        and t.lemma_.lower() not in lex.instruments()
        and t.lemma_.lower() not in lex.word_set("quantifiers")
        for t in doers
    )


def instrument_mode(token: Token) -> str | None:
    """Mode of an assault by the weapon it is told with: behind `with`, `by`, `in`, or as its subject."""
    nouns = [n for p in ("with", "by", "in", "using") for n in prepositional_objects(token, p)] + own_subjects(token)
    for noun in nouns:
        lemma = noun.lemma_.lower()
        pair = f"{noun.doc[noun.i - 1].lower_} {lemma}" if noun.i else lemma
        mode = lex.instruments().get(pair) or lex.instruments().get(lemma)
        if mode:
            return mode
    return None


def noun_event(token: Token, actor_of: ActorOf) -> Event | None:
    """The event a noun tells."""
    match = best_noun(token, actor_of)
    if match is None:
        return None
    noun = match.noun
    actors, recipients = found(match.actors, actor_of), found(match.recipients, actor_of)
    if noun.event_type in lex.types_with_recipient() and not recipients and len(actors) < 2:
        return None
    status = noun_event_status(token, match)
    kind, mode = noun.event_type, noun.event_mode
    if kind == "PROTEST" and mode == "strike" and any(m.sector in ("MIL", "REB") or m.actor_type == "country" for m in actors):
        kind, mode = "ASSAULT", "aerial"
    start = match.start
    if match.carrier is not None and 0 < start - match.carrier.i <= 4:
        start = match.carrier.i
    if ends(match, kind) and match.carrier is not None and actors:
        status = status_of(match.carrier)
        kind, mode = (
            (ENDINGS[kind], None) if status in ("occurred", "ongoing") else ("REJECT", "yield") if status == "negated" else (ENDINGS[kind], None)
        )
        status = "occurred" if status == "negated" else status
    return Event(
        start,
        token.i + 1,
        token.i,
        noun.lemma,
        kind,
        mode,
        status,
        actors,
        recipients,
        noun.contexts,
        noun.cameo_root if kind == noun.event_type else ROOTS[kind],
        f"events.noun:{noun.lemma.replace(' ', '_')}>{kind}",
        round(min(0.9, noun.weight * 0.8 + 0.1 * bool(actors) + 0.1 * bool(recipients)), 2),
        carrier=match.carrier.i if match.carrier is not None else None,
    )


def ends(match: NounMatch, kind: str) -> bool:
    """Whether the light verb puts an end to a conflictive event: `lifted the ban`, `called off the strike`; not `foiled the attack`."""
    return (
        kind in ENDINGS
        and (match.aspect == "end" or (match.aspect == "cancel" and kind == "PROTEST"))
        and match.carrier is not None
        and match.carrier.lemma_ != "violate"
    )


def noun_event_status(token: Token, match: NounMatch) -> str:
    """Status of the noun, as its light verb changes it."""
    status = status_of(token)
    if match.carrier is None:
        return status
    own = status_of(match.carrier)
    if match.aspect in ("cancel", "reject"):
        return "negated"
    if match.aspect == "plan":
        return "future" if own == "occurred" else own
    return own if status == "occurred" else status


def adjective_event(token: Token, actor_of: ActorOf) -> Event | None:
    """The event an adjective hides: `the slain leader`."""
    if token.dep_ != "amod" or token.head.pos_ not in ("NOUN", "PROPN"):
        return None
    entry = lex.event_adjectives().get(token.lower_)
    mention = actor_of(token.head)
    if entry is None or mention is None or entry[3] < 0.6:
        return None
    kind, mode, role, weight = entry
    if kind in lex.types_with_recipient() and role != "recipient":
        return None
    sides = ([mention], []) if role == "actor" else ([], [mention])
    return Event(
        token.i,
        token.i + 1,
        token.i,
        token.lower_,
        kind,
        mode,
        "occurred",
        *sides,
        (),
        "",
        f"events.adjective:{token.lower_}>{kind}",
        round(weight * 0.7, 2),
    )


def coded(event: Event) -> Event:
    """The event under PLOVER's rules for what is to come.

    A future CONSULT, SUPPORT, COOPERATE or AID is an AGREE that occurred, a future RETREAT a CONCEDE; everything else keeps
    its type and says by its status that it has not happened.
    """
    if event.status == "future" and event.event_type in COOPERATIVE:
        event.event_type, event.event_mode, event.status, event.cameo_root = "AGREE", None, "occurred", "03"
    elif event.status == "future" and event.event_type == "RETREAT":
        event.event_type, event.event_mode, event.status, event.cameo_root = "CONCEDE", None, "occurred", "08"
    return event
