"""Phrases as contents: `denied the charge`, `warned of collapse`, `promised to go`, `called him a liar`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import subtree
from transforms.annotation.grammar import direct_objects, has_to, is_passive, own_subjects, prepositional_objects, prepositions

if TYPE_CHECKING:
    from spacy.tokens import Token

CARRYING = {
    "of",
    "for",
    "with",
    "about",
    "by",
    "from",
    "against",
    "over",
    "between",
    "among",
    "in",
    "at",
    "into",
    "behind",
    "under",
    "towards",
    "toward",
}


def accuse_frames(token: Token) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """`accused Y of Z`: the content is Y and Z, in the passive Z alone."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "with") and child.right_edge.i > child.i:
            objects = [] if is_passive(token) else direct_objects(token)
            start = min([child.i, *(o.left_edge.i for o in objects if o.i > token.i)])
            yield "accuse_of", [(start, child.right_edge.i + 1)]
    if token.lemma_ in ("accuse", "suspect") and not is_passive(token):
        for accused in direct_objects(token):
            if any(c.dep_ == "prep" and c.lower_ == "of" for c in accused.children):
                yield "accuse_of", [subtree(accused)]


def infinitive_frames(token: Token, cue: lex.Cue) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """`promised to go`, `urged them to go`, `denied going`, `called on them to go`."""
    for child in token.children:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and has_to(child) and child.i > token.i:
            hearers = [o for o in direct_objects(token) if token.i < o.i < child.i] + [o for o in own_subjects(child) if o.i > token.i]
            for preposition in ("on", "upon", "for", "to"):
                hearers += [
                    o for o in prepositional_objects(token, preposition) if token.i < o.i < child.i and preposition in (cue.particle or preposition)
                ]
            if hearers and "obj_inf" in cue.frames:
                yield "obj_inf", [(min(h.left_edge.i for h in hearers), child.right_edge.i + 1)]
            elif "to_inf" in cue.frames and child.dep_ == "xcomp":
                yield "to_inf", [subtree(child)]
        elif child.dep_ in ("xcomp", "pcomp") and child.tag_ == "VBG" and "gerund" in cue.frames:
            yield "gerund", [subtree(child)]


def phrase_frames(token: Token, cue: lex.Cue) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """`warned of collapse`, `denied the charge`, `described X as Y`, `called Y a liar`."""
    if "small_clause" in cue.frames:
        for child in token.children:
            if child.dep_ in ("oprd", "ccomp", "xcomp") and not has_to(child) and child.pos_ in ("NOUN", "PROPN", "ADJ") and child.i > token.i:
                objects = [o for o in (*direct_objects(token), *own_subjects(child)) if o.i > token.i]
                yield "small_clause", [(min([child.left_edge.i, *(o.left_edge.i for o in objects)]), child.right_edge.i + 1)]
    if "as" in cue.frames:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "as" and child.right_edge.i > child.i:
                start = min([child.i, *(o.left_edge.i for o in direct_objects(token) if o.i > token.i)])
                yield "as", [(start, child.right_edge.i + 1)]
    if "prep" in cue.frames:
        for child in prepositions(token):
            if child.lower_ in cue.preps and child.right_edge.i > child.i and child.i > token.i:
                end = child.right_edge.i + 1
                after = next((c for c in token.children if c.left_edge.i == end and c.dep_ in ("advcl", "xcomp", "ccomp") and has_to(c)), None)
                yield "prep", [(child.i, after.right_edge.i + 1 if after is not None else end)]
    if "obj" in cue.frames and not is_passive(token):
        heads = [o for o in direct_objects(token) if o.i > token.i and o.pos_ in ("NOUN", "PROPN", "PRON")]
        carried = lex.cue_nouns().get(heads[0].lemma_.lower()) if heads else None
        own = bool(carried) and not any(c.dep_ == "poss" and c.tag_ != "PRP$" for c in heads[0].children)
        if (
            heads
            and not (own and carried and token.lemma_ in carried.light_verbs)
            and not (cue.addressee & {"object"} and heads[0].ent_type_ == "PERSON")
        ):
            yield "obj", [(heads[0].left_edge.i, end_with_phrases(token, heads[-1].right_edge.i + 1))]


def end_with_phrases(token: Token, end: int) -> int:
    """Token after an object and the phrases behind it that the parser hung on the verb: `described abuse by guards`.

    A phrase that tells when, or through which medium, says nothing of the content.
    """
    for child in token.children:
        if child.dep_ == "prep" and child.left_edge.i == end and child.lower_ in CARRYING:
            of = next((c for c in child.children if c.dep_ == "pobj"), None)
            if of is not None and of.ent_type_ not in ("DATE", "TIME") and of.lemma_.lower() not in lex.speech_media():
                end = child.right_edge.i + 1
    return end
