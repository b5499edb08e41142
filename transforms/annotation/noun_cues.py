"""Nouns and adjectives that attribute: `his claim that`, `is confident that`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import Attribution, is_hearsay, subtree
from transforms.annotation.content_clauses import clause_name, clause_opener, fits_clause, without_next_report
from transforms.annotation.grammar import conjuncts, has_to, prepositional_objects

if TYPE_CHECKING:
    from spacy.tokens import Token

COPULAS = {"be", "seem", "appear", "become", "remain", "feel", "sound", "look", "get"}


def from_noun(token: Token) -> Attribution | None:
    """A cue noun with its clause: behind a light verb (`expressed hope that`), or with a possessor (`his claim that`)."""
    cue = lex.cue_nouns().get(token.lemma_.lower())
    if cue is None:
        return None
    content = noun_content(token, cue)
    if content is None:
        return None
    verb = token.head
    others = any(c.dep_ == "poss" and c.tag_ != "PRP$" for c in token.children)
    if (
        not others
        and token.dep_ in ("dobj", "pobj")
        and (verb := verb if token.dep_ == "dobj" else verb.head).pos_ == "VERB"
        and verb.lemma_ in cue.light_verbs
        and verb.i < token.i
    ):
        if token.i - verb.i <= 6:
            return Attribution(cue, verb, verb.i, token.i + 1, [content], "light_verb", hearsay=is_hearsay(verb))
    owners = [c for c in token.children if c.dep_ == "poss"] + [o for p in ("by", "from") for o in prepositional_objects(token, p)]
    if owners:
        return Attribution(cue, None, token.i, token.i + 1, [content], "possessor", speakers=conjuncts(owners[0]))
    return None


def from_adjective(token: Token) -> Attribution | None:
    """What somebody is of the mind that: `is confident that`, `was worried about`, `seem sure the`."""
    cue, verb = lex.cue_adjectives()[token.lower_], token.head
    if verb.lemma_ not in COPULAS:
        return None
    start = min([verb.i, *(c.i for c in token.children if c.dep_ == "advmod" and c.i > verb.i)])
    for child in token.children:
        if child.i < token.i:
            continue
        if child.dep_ == "ccomp" and cue.frames & {"that", "wh"} and fits_clause(child, cue):
            return Attribution(cue, verb, start, token.i + 1, [without_next_report(verb, child, subtree(child))], clause_name(child))
        if child.dep_ == "prep" and child.lower_ in cue.preps and child.right_edge.i > child.i:
            return Attribution(cue, verb, start, token.i + 1, [subtree(child)], "prep")
    return None


def noun_content(token: Token, cue: lex.Cue) -> tuple[int, int] | None:
    """Token range of the clause or phrase that says what the noun is about."""
    for child in token.children:
        if child.dep_ in ("acl", "ccomp", "appos", "relcl") and child.i > token.i and child.pos_ in ("VERB", "AUX"):
            if (clause_opener(child) == "that" and "that" in cue.frames) or (has_to(child) and "to_inf" in cue.frames):
                return subtree(child)
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in cue.preps and child.right_edge.i > child.i and token.head.lemma_ != "have":
            return child.i, child.right_edge.i + 1
    return None
