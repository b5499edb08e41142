"""When, where and how many: what the sentence of an event says of it besides who."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from transforms.annotation import counts, dates
from transforms.annotation import lexicons as lex
from transforms.annotation.event import Event
from transforms.annotation.grammar import own_subjects
from transforms.annotation.harm import harmed
from transforms.annotation.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PLACE_PREPOSITIONS = {"in", "at", "near", "outside", "inside", "around", "across", "off", "throughout", "within", "from", "into", "to", "over", "on"}
LOCATING = PLACE_PREPOSITIONS - {"from", "to", "over", "into"}
STAMP = re.compile(r"(?i)\b(?:posted|updated|published|last modified|created)(?: on| at)?:? *$")
"""Words before a date that tells when the article was put out, not when anything happened."""
BACKGROUND_YEARS = 1
"""Years before publication from which an event is history rather than news."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, where and how many."""

    when: dates.When | None
    place: Mention | None
    place_source: str | None
    killed: int | None
    injured: int | None
    arrested: int | None
    participants: int | None
    is_background: bool


def circumstances(
    doc: Doc, event: Event, mentions: list[Mention], cue_heads: set[int], published: date | None, *, near: Nearby | None = None
) -> Circumstances:
    """What the sentence says of an event: its date, its own place, and the people it counts."""
    token = doc[event.head]
    when = event_date(token, cue_heads, published, event.status)
    sizes = people(doc, event, near.dead if near is not None else frozenset())
    background = is_background(token, when, published)
    place = event_place(doc, token, event, mentions, cue_heads)
    source = "stated" if place is not None else None
    if place is None and near is not None and event.event_type in LOCAL and event.status in ("occurred", "ongoing") and not background:
        place, source = near.of(event, token)
    if near is not None and place is not None and source == "stated":
        near.remember(event, token, place)
    if near is not None:
        when = near.dated(event, token, when) if not background and event.status in ("occurred", "ongoing") else when
    return Circumstances(when, place, source, *sizes, background)


LOCAL = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "SANCTION", "ACCUSE", "CONSULT"}
"""Types that happen at one place, which a neighbour or the dateline may name."""
NEAR_SENTENCES = 2


@dataclass(slots=True)
class Nearby:
    """The places and days of the events told so far, and the places the article is dated from."""

    datelines: list[Mention]
    told: dict[str, tuple[int, Mention]] = field(default_factory=dict)
    days: dict[str, tuple[int, dates.When]] = field(default_factory=dict)
    sentence_of: dict[int, int] = field(default_factory=dict)
    happened: dict[str, dates.When] = field(default_factory=dict)
    """Days on which the article says that `the shooting happened`, by type."""
    dead: frozenset[int] = frozenset()
    """Chains of whom the article tells that they died."""

    def remember(self, event: Event, token: Token, place: Mention) -> None:
        """An event has a place of its own."""
        self.told[event.event_type] = (self.sentence_of[token.i], place)

    def dated(self, event: Event, token: Token, when: dates.When | None) -> dates.When | None:
        """The event's own date, which is remembered if it is a day; without one, the day of an event of the same type told just before."""
        number = self.sentence_of[token.i]
        if when is not None:
            if when.start is not None and when.start == when.end and when.source in ("stated", "relative"):
                self.days[event.event_type] = (number, when)
            return when
        last = self.days.get(event.event_type)
        if event.event_type not in LOCAL:
            return None
        told = last[1] if last is not None and number - last[0] <= NEAR_SENTENCES else self.happened.get(event.event_type)
        return replace(told, source="anchored", text="") if told is not None else None

    def of(self, event: Event, token: Token) -> tuple[Mention | None, str | None]:
        """Place of an event of the same type told just before, else that of the dateline; and which of the two."""
        last = self.told.get(event.event_type)
        if last is not None and self.sentence_of[token.i] - last[0] <= NEAR_SENTENCES:
            return last[1], "nearby"
        before = [mention for mention in self.datelines if mention.head < token.i] or self.datelines
        return (max(before, key=lambda mention: mention.head), "dateline") if before else (None, None)


def happenings(doc: Doc, published: date | None) -> dict[str, dates.When]:
    """By type the first day of which the article says that an event, or `the incident`, happened then: `The attack took place on Monday`."""
    found: dict[str, dates.When] = {}
    for verb in doc:
        if verb.lemma_ not in lex.word_set("happening") or verb.pos_ != "VERB":
            continue
        for noun in own_subjects(verb):
            entries = lex.event_nouns().get(noun.lemma_.lower(), ())
            kind = entries[0].event_type if entries else "ASSAULT" if noun.lemma_.lower() in ("incident", "it") else None
            when = event_date(verb, set(), published, "occurred") if kind in LOCAL and kind not in found else None
            if kind is not None and when is not None and when.start is not None and when.start == when.end and not when.is_background:
                found[kind] = when
    return found


@lru_cache(maxsize=1024)
def date_spans(sentence: str) -> tuple[tuple[int, int], ...]:
    """Character ranges of the time expressions of a sentence; remembered, as its events and claims all ask."""
    return tuple(dates.find_dates(sentence))


def event_date(token: Token, cue_heads: set[int], published: date | None, status: str) -> dates.When | None:
    """The time expression that hangs on the event or on a verb above it, not on a verb of saying; None if there is none."""
    sentence = token.sent
    text = sentence.text
    best: tuple[int, dates.When] | None = None
    for start, end in date_spans(text):
        span = token.doc.char_span(sentence.start_char + start, sentence.start_char + end, alignment_mode="expand")
        if span is None or STAMP.search(text[:start]):
            continue
        distance = attachment(span, token, cue_heads)
        if distance is not None and (best is None or distance < best[0]):
            tense: dates.Tense = "future" if status == "future" else "past"
            when = dates.resolve(text[start:end], published, tense=tense)
            best = best if when.granularity == "unknown" else (distance, when)
    return best[1] if best else None


def attachment(span: Span, token: Token, cue_heads: set[int]) -> int | None:
    """How far a modifier's governor is from the event in the tree; None if it modifies something else."""
    governor = span.root
    while governor.head.i != governor.i and (
        span.start <= governor.i < span.end or governor.pos_ in ("ADP", "NUM", "ADV", "SCONJ", "PUNCT") or governor.dep_ in ("npadvmod", "pobj")
    ):
        governor = governor.head
        if governor.pos_ in ("VERB", "AUX") or governor.i == token.i:
            break
    if governor.i == token.i:
        return 0
    if governor.i in cue_heads:
        return None
    path = [token, *token.ancestors]
    for steps, above in enumerate(path):
        if above.i == governor.i:
            return steps
        if above.i in cue_heads and above.i != token.i:
            break
    if token.is_ancestor(governor):
        return 2
    return 6 if governor.sent == token.sent and governor.head.i == token.head.i else None


def event_place(doc: Doc, token: Token, event: Event, mentions: list[Mention], cue_heads: set[int]) -> Mention | None:
    """The place that a preposition ties to the event, to its participants, or to the verb above; None if none is tied."""
    best: tuple[int, Mention] | None = None
    own = {id(m) for m in (*event.actors, *event.recipients)}
    for mention in mentions:
        if not mention.place_name or doc[mention.head].sent != token.sent or id(mention) in own:
            continue
        distance = place_distance(doc[mention.head], token, event, cue_heads)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, mention)
    return best[1] if best else None


def place_distance(place: Token, token: Token, event: Event, cue_heads: set[int]) -> int | None:
    """Steps in the tree from the event to the preposition that governs a place; None if it places something else."""
    if place.dep_ in ("compound", "nmod") and place.head.i == token.i:
        return 0
    steps, above = 0, place
    while above.dep_ in ("appos", "conj", "compound", "nmod", "npadvmod", "poss") and above.head.i != above.i and steps < 3:
        above = above.head
        steps += 1
    if above.dep_ not in ("pobj", "npadvmod") or above.head.pos_ not in ("ADP", "SCONJ", "ADV"):
        return None
    preposition = above.head
    allowed = PLACE_PREPOSITIONS if event.event_type in ("CONSULT", "MOBILIZE", "RETREAT") else LOCATING | {"of"}
    if preposition.lower_ not in allowed:
        return None
    governor = preposition.head
    while governor.pos_ == "ADP" and governor.head.i != governor.i:
        governor = governor.head
    if governor.i == token.i:
        return steps
    if token.is_ancestor(governor):
        return (
            steps + 2
            if preposition.lower_ != "of"
            or governor.lemma_.lower()
            in (
                "centre",
                "center",
                "city",
                "town",
                "capital",
                "province",
                "village",
                "outskirts",
                "suburb",
                "district",
                "region",
                "north",
                "south",
                "east",
                "west",
                "part",
            )
            else None
        )
    for up, ancestor in enumerate(token.ancestors, 1):
        if ancestor.i in cue_heads:
            return None
        if ancestor.i == governor.i and preposition.lower_ != "of":
            return steps + up + 3
    return None


def people(doc: Doc, event: Event, dead: frozenset[int]) -> tuple[int | None, int | None, int | None, int | None]:
    """Killed, injured, arrested and taking part, where the sentence counts them."""
    sufferers, doers = [doc[m.head] for m in event.recipients], [doc[m.head] for m in event.actors]
    count = counts.count_people(sufferers) if sufferers else None
    lemma = event.lemma.split()[-1]
    killed, injured = harmed(doc, event, lemma, count, dead) if event.event_type == "ASSAULT" else (None, None)
    arrested = count if event.event_type == "COERCE" and lemma in lex.word_set("arresting") else None
    taking_part = (
        counts.count_people(doers) if event.event_type == "PROTEST" and doers and any(c.dep_ == "nummod" for d in doers for c in d.children) else None
    )
    return killed, injured, arrested, taking_part


def is_background(token: Token, when: dates.When | None, published: date | None) -> bool:
    """Whether the event is told as history: dated well before publication, or in the pluperfect of a relative clause."""
    if when is not None and when.is_background:
        return True
    if when is not None and when.end is not None and published is not None and (published - when.end).days > 365 * BACKGROUND_YEARS:
        return True
    clause = token if token.pos_ == "VERB" else token.head
    return clause.dep_ == "relcl" and clause.tag_ == "VBN" and any(c.lower_ == "had" for c in clause.children)
