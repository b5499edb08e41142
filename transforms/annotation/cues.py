"""Every attribution of a document that has a content in the syntax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import HEARSAY_VERBS, Attribution, cue_range, is_hearsay, is_report, subtree, verb_cue
from transforms.annotation.content_clauses import CLAUSAL, clause_frames, trailing
from transforms.annotation.content_phrases import accuse_frames, infinitive_frames, phrase_frames
from transforms.annotation.grammar import has_to, is_passive
from transforms.annotation.noun_cues import from_adjective, from_noun
from transforms.annotation.source_phrases import according

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

WEAKEST_CLAUSE, WEAKEST_PHRASE = 0.3, 0.55
"""Least strength of a cue with a clause as its content, and with a phrase, which is more often no content at all."""


def attributions(doc: Doc) -> Iterator[Attribution]:
    """Every cue of the document that has a content in the syntax; those with quotations only are found from the quotations."""
    for token in doc:
        if token.dep_ in ("acomp", "oprd") and token.lower_ in lex.cue_adjectives():
            found = from_adjective(token)
            if found:
                yield found
        elif token.pos_ in ("VERB", "AUX"):
            cue = verb_cue(token)
            if cue is not None:
                found = from_verb(token, cue)
                if found:
                    yield found
                    continue
        elif token.pos_ == "NOUN":
            found = from_noun(token)
            if found:
                yield found
        if token.lower_ in lex.cue_phrases():
            found = according(token)
            if found:
                yield found


def from_verb(token: Token, cue: lex.Cue) -> Attribution | None:
    """The content of a verb by the first of its frames that the sentence fills."""
    if token.tag_ == "VBN" and token.dep_ == "advcl" and is_passive(token) and token.lemma_ in ("ask", "tell", "question", "press"):
        return None
    start, end = cue_range(token, cue)
    for frame, ranges in filled_frames(token, cue):
        ranges = [r for r in (without(range_, start, end) for range_ in ranges) if r is not None and r[1] > r[0]]
        if ranges:
            return Attribution(cue, token, start, end, ranges, frame, hearsay=is_hearsay(token))
    return None


def filled_frames(token: Token, cue: lex.Cue) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Frames of the cue that the verb's dependents fill, with the token ranges of the content, surest first."""
    if cue.strength >= WEAKEST_CLAUSE:
        yield from clause_frames(token, cue)
    if "accuse_of" in cue.frames:
        yield from accuse_frames(token)
    if cue.frames & {"to_inf", "obj_inf", "gerund"} and cue.strength >= 0.4:
        yield from infinitive_frames(token, cue)
    if is_passive(token) and cue.frames & CLAUSAL and token.lemma_ in HEARSAY_VERBS:
        for child in token.children:
            if child.dep_ == "xcomp" and has_to(child) and verb_cue(child) is None:
                yield "raised", [subtree(child)]
    if cue.strength >= WEAKEST_PHRASE:
        yield from phrase_frames(token, cue)
    if is_report(token):
        yield from trailing(token)


def without(content: tuple[int, int], start: int, end: int) -> tuple[int, int] | None:
    """A content range cut where it would swallow its own cue; the part after the cue counts, else the part before."""
    if content[0] < end and start < content[1]:
        after, before = (end, content[1]), (content[0], start)
        return after if after[1] - after[0] > 1 else before if before[1] - before[0] > 1 else None
    return content
