"""Who speaks, and whether anybody can have said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import Attribution, is_report
from transforms.annotation.content_clauses import reports_like
from transforms.annotation.grammar import agents, has_to, is_passive, own_subjects, relative_noun, subjects, trimmed
from transforms.annotation.mention import Mention
from transforms.annotation.status import status_of

if TYPE_CHECKING:
    from spacy.tokens import Token


def speaker_of(found: Attribution) -> Token | None:
    """Head of who speaks: the agent of a passive, else the subject; None where the sentence does not say."""
    if found.speakers is not None:
        return found.speakers[0] if found.speakers else None
    verb = found.verb
    if verb is None:
        return None
    if found.frame == "raised":
        return None
    if is_passive(verb):
        by = agents(verb)
        return by[0] if by else None
    own, behind = own_subjects(verb), inverted(verb)
    if not own and not behind and (outer := reported_before(verb)) is not None:
        return speaker_of(Attribution(found.cue, outer, outer.i, outer.i + 1, [], "quote"))
    in_front = bool(own) and own[0].i < verb.i and (not behind or (verb.doc[verb.i - 1].text == "," and found.frame != "parenthetical"))
    heads = (own if in_front else behind or own) or subjects(verb)
    return heads[0] if heads else None


def reported_before(verb: Token) -> Token | None:
    """The cue whose report a coordinated cue goes on after: `said it was tired and warned of delays`."""
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in ("VERB", "AUX"):
        first = first.head
    outer = first.head
    return outer if first is not verb and first.dep_ == "ccomp" and is_report(outer) and is_report(verb) and reports_like(verb, outer) else None


def inverted(verb: Token) -> list[Token]:
    """Subject right behind a verb that follows a quotation or a comma: `“Out,” shouted the guard`, `Fares to rise, says union`."""
    before = verb.doc[verb.i - 1].text if verb.i else ""
    behind = [c for c in verb.children if c.dep_ in ("dobj", "nsubj") and c.left_edge.i == verb.i + 1]
    return behind if before in ("”", '"', "''", "’", ",") and verb.tag_ in ("VBD", "VBZ", "VBN") else []


PHRASAL = {"obj", "prep", "as", "small_clause", "gerund", "accuse_of"}

REFUSING = {"decline", "refuse"}

SPEAKING = {"comment", "say", "elaborate", "discuss", "answer", "respond", "speak", "talk", "identify", "name", "specify", "disclose"}
"""Verbs that, declined, leave nothing said: `declined to comment`."""

UNSPEAKING = {"it", "this", "that", "which", "there", "what", "these", "those"}


def plausible(found: Attribution, speaker: Token | None, by_head: dict[int, Mention]) -> bool:
    """Whether the cue can attribute here: a phrase as content needs somebody who speaks, a weak cue too."""
    if (
        found.verb is not None
        and found.verb.tag_ == "VB"
        and not any(c.dep_ == "aux" and c.tag_ == "MD" for c in found.verb.children)
        and speaker is None
    ):
        return False
    if speaker is None:
        return found.hearsay or (
            found.verb is not None
            and is_passive(found.verb)
            and found.frame in ("accuse_of", "that", "quote", "raised")
            and found.cue.strength >= 0.6
        )
    if speaker.lower_ in UNSPEAKING and speaker.i not in by_head:
        return False
    if found.verb is not None and found.frame in PHRASAL and status_of(found.verb) not in ("occurred", "ongoing", "negated"):
        return False
    if found.verb is not None and found.verb.dep_ in ("advcl", "acl", "relcl") and has_to(found.verb) and found.cue.strength < 0.9:
        return False  # `a bill to decide who may vote`: what a thing is for is nobody's word
    if found.frame == "obj" and found.cue.cue_class == "document" and speaker.lemma_.lower() not in lex.speech_media():
        return False
    if (
        found.frame in ("to_inf", "obj_inf")
        and found.cue.lemma in REFUSING
        and any(speaker.doc[i].lemma_ in SPEAKING for i in range(*found.content[0]) if speaker.doc[i].tag_ == "VB")
    ):
        return False
    known = speaker.i in by_head or speaker.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or speaker.tag_ in ("PRP", "WP", "NNP", "NNPS")
    document = speaker.lemma_.lower() in lex.speech_media()
    if found.frame in ("that", "bare", "quote", "wh", "parenthetical", "according", "light_verb"):
        return known or document or found.cue.strength >= 0.7
    return known or (document and found.cue.strength >= 0.7)


def speaker_range(head: Token, cue: int) -> tuple[int, int]:
    """Token range of the speaker: the noun phrase with appositions and phrases, without relative clauses.

    Where the cue stands in the noun's relative clause the range ends with the pronoun (`the mayor, who`).
    """
    start, end = head.left_edge.i, head.right_edge.i + 1
    relative = next(
        (
            c.left_edge
            for c in head.rights
            if c.dep_ == "relcl" and c.left_edge.lower_ in ("who", "which", "that") and any(t.i == cue for t in c.subtree)
        ),
        None,
    )
    if relative is not None and relative.i - head.i <= 12:
        return start, relative.i + 1
    for child in head.rights:
        if child.dep_ in ("relcl", "acl", "ccomp", "advcl", "parataxis", "punct") and child.dep_ != "punct" and child.left_edge.i > head.i:
            end = min(end, child.left_edge.i)
        if child.dep_ == "cc":
            break
    start, end = trimmed(head.doc, start, max(end, head.i + 1))
    return (start, end) if start <= head.i < end else (head.i, head.i + 1)


def mention_of(speaker: Token | None, span: tuple[int, int] | None, by_head: dict[int, Mention]) -> Mention | None:
    """The mention that heads a speaker: a name in apposition, or at the end of a title, before a description."""
    if speaker is None or span is None:
        return None
    own = by_head.get(speaker.i) or relative_mention(speaker, by_head)
    if own is not None and own.mention_type == "named":
        return own
    people = [m for i in range(*span) if (m := by_head.get(i)) is not None and m.mention_type == "named" and m.entity_type == "person"]
    apposed = next((m for m in people if speaker.doc[m.head].dep_ == "appos" and speaker.doc[m.head].head.i == speaker.i), None)
    titled = next((m for m in people if m.end == span[1] and not any(c.dep_ == "det" for c in speaker.children)), None)
    return apposed or titled or own


def relative_mention(speaker: Token, by_head: dict[int, Mention]) -> Mention | None:
    """The mention that `who` and `which` stand for: the noun their clause modifies."""
    if speaker.lower_ not in ("who", "which") or speaker.dep_ not in ("nsubj", "nsubjpass"):
        return None
    noun = relative_noun(speaker.head)
    return by_head.get(noun.i) if noun is not None else None
