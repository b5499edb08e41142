"""Who did what to whom: event mentions of a document from verbs, nouns and adjectives that tell events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.event import Event
from transforms.annotation.event_frames import Match, best_match, is_political
from transforms.annotation.event_nouns import NounMatch, best_noun, light_verb, lookup
from transforms.annotation.grammar import is_negated, is_passive, own_subjects, prepositional_objects, subjects
from transforms.annotation.mention import Mention
from transforms.annotation.participants import Participants
from transforms.annotation.status import CONDITIONS, status_of
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

DEMANDING = {"must", "should", "ought"}
"""Modals that make a demand of what somebody says of another."""

LEAST_WEIGHT = 0.42
"""Weight from which a frame without further evidence counts."""


def find_events(doc: Doc, mentions: list[Mention]) -> list[Event]:
    """Event mentions of the document in order, none inside the topic of another."""
    actor_of = Participants.of(mentions)
    events: list[Event] = []
    for token in doc:
        found = demand_event(token, actor_of) or verb_event(token, actor_of) or noun_event(token, actor_of) or adjective_event(token, actor_of)
        if found is not None:
            events.append(found)
    told = [event for event in events if not is_topic(doc, event, events) and not is_object(event, events)]
    kept = [event for event in told if not is_carried(event, told)]
    fullest = fullest_in_sentence(doc, mentions)
    for event in kept:
        event.actors = spelled_out(doc, event.actors, fullest)
        event.recipients = [m for m in spelled_out(doc, event.recipients, fullest) if not any(m is other for other in event.actors)]
    return [coded(event) for event in kept]


def fullest_in_sentence(doc: Doc, mentions: list[Mention]) -> dict[tuple[int, int], Mention]:
    """The first mention that is no pronoun, by the start of its sentence and its chain."""
    found: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        if mention.chain is not None and mention.mention_type != "pronominal":
            found.setdefault((doc[mention.head].sent.start, mention.chain), mention)
    return found


def spelled_out(doc: Doc, people: list[Mention], fullest: dict[tuple[int, int], Mention]) -> list[Mention]:
    """Participants with a pronoun replaced by what it stands for in the same sentence: `the army said it killed ten`."""
    plain = [
        fullest.get((doc[m.head].sent.start, m.chain), m)
        if m.mention_type == "pronominal" and m.chain is not None and not doc[m.head].lower_.endswith(("self", "selves"))
        else m
        for m in people
    ]
    return list({id(m): m for m in plain}.values())


def verb_event(token: Token, actor_of: Participants) -> Event | None:
    """The event a verb tells."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod", "compound"):
        return None
    match = best_match(token, actor_of)
    if match is None or (match.frame.event_type in ("ASSAULT", "COERCE", "MOBILIZE", "PROTEST") and done_by_thing(token, match, actor_of)):
        return None
    actors, recipients = found(match.actors, actor_of), found(match.recipients, actor_of.role)
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


def demand_event(token: Token, actor_of: Participants) -> Event | None:
    """The demand in what somebody says another must do: `Peru said Chile must apologise`."""
    modal = next((c for c in token.children if c.dep_ == "aux" and c.lower_ in DEMANDING), None)
    if modal is None or token.dep_ != "ccomp" or token.head.lemma_.lower() not in lex.cue_verbs() or is_negated(token.head):
        return None
    speakers = found(tuple(subjects(token.head)), actor_of)
    asked = [m for m in found(tuple(subjects(token)), actor_of) if m.mention_type != "pronominal" and m.chain not in {s.chain for s in speakers}]
    if not speakers or not asked or not any(is_political(m) for m in asked) or any(c.lower_ in CONDITIONS for c in token.head.children):
        return None
    return Event(
        modal.i,
        modal.i + 1,
        token.i,
        modal.lower_,
        "REQUEST",
        None,
        "occurred",
        speakers,
        asked,
        (),
        "10",
        f"events.modal:{modal.lower_}>REQUEST",
        0.6,
    )


def carried_status(verb: Token, match: Match, status: str) -> str:
    """Status of a verb's event where the verb only carries the noun that names it: `called a protest` is to come."""
    for index in match.nouns:
        noun = verb.doc[index]
        entry, _ = lookup(noun)
        _, light = light_verb(noun, entry) if entry is not None and entry.event_type == match.frame.event_type else (None, None)
        if light is not None and status == "occurred" and match.frame.event_type != "SUPPORT":
            return {"plan": "future", "cancel": "negated", "reject": "negated"}.get(light.aspect, status)
    return status


def found(tokens: tuple[Token, ...], ask: Callable[[Token], Mention | None]) -> list[Mention]:
    """Mentions of the tokens that stand for actors, each once."""
    mentions: list[Mention] = []
    for token in tokens:
        mention = ask(token)
        if mention is not None and not any(mention is other for other in mentions):
            mentions.append(mention)
    return mentions


def done_by_thing(token: Token, match: Match, actor_of: Participants) -> bool:
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


def noun_event(token: Token, actor_of: Participants) -> Event | None:
    """The event a noun tells."""
    match = best_noun(token, actor_of)
    if match is None:
        return None
    noun = match.noun
    actors, recipients = found(match.actors, actor_of), found(match.recipients, actor_of.role)
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


def adjective_event(token: Token, actor_of: Participants) -> Event | None:
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
