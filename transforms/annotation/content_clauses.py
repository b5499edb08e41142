"""Clauses as contents: behind a cue, around it, or where the parser hung them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import is_report, subtree
from transforms.annotation.grammar import agents, direct_objects, own_subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

CLAUSAL = frozenset({"that", "bare", "wh", "quote", "obj_that"})
WH_WORDS = {"whether", "if", "what", "who", "why", "how", "when", "where", "which"}
QUOTE_MARKS = {"“", "”", '"', "''", "``", "‘", "’", "'"}
CONTRASTS = {"while", "though", "although", "whereas"}
FEWEST_WORDS = 3
"""Words of the shortest content that a closing cue is taken to report."""


def clause_frames(token: Token, cue: lex.Cue) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """A complement clause, or the clause that a parenthetical cue interrupts or follows."""
    if not cue.frames & CLAUSAL:
        return
    for child in token.children:
        if child.dep_ == "ccomp" or (child.dep_ in ("xcomp", "dep", "advcl") and clause_opener(child) == "that"):
            if fits_clause(child, cue):
                clause = without_next_report(token, child, with_lost_subject(token, child))
                yield clause_name(child), [*fronted(token, clause), clause]
    if cue.frames & {"that", "obj_that"} and (hung := hung_clause(token)) is not None:
        yield "that", [without_next_report(token, hung, (next(c.i for c in hung.subtree if c.lower_ == "that"), hung.right_edge.i + 1))]
    interrupted = interruption(token)
    if interrupted and cue.frames & {"quote", "bare"}:
        yield "parenthetical", interrupted
    if (
        token.dep_ in ("parataxis", "ccomp", "dep", "advcl")
        and token.head.pos_ in ("VERB", "AUX")
        and is_parenthetical(token)
        and cue.frames & {"quote", "bare"}
    ):
        yield "parenthetical", around(token)


def fronted(token: Token, clause: tuple[int, int]) -> list[tuple[int, int]]:
    """What stands before a cue between commas and belongs to the clause behind it: `If it rains, he said, the dam will break`."""
    subject, doc, start = own_subjects(token), token.doc, token.sent.start
    if not subject or subject[0].i > token.i or clause[0] <= token.i or doc[token.i + 1].text != ",":
        return []
    left = subject[0].left_edge.i
    if left - 1 <= start or doc[left - 1].text != "," or any(t.is_punct for t in doc[left : token.i]):
        return []
    return [(start, left - 1)] if doc[start].text not in QUOTE_MARKS and any(t.is_alpha for t in doc[start : left - 1]) else []


def without_next_report(token: Token, clause: Token, content: tuple[int, int]) -> tuple[int, int]:
    """A content without the report that follows it and the parser hung on it: `said it was tired and warned of delays`."""
    for verb in clause.doc[clause.i + 1 : content[1]]:
        if verb.dep_ in ("conj", "advcl") and verb.head.i >= clause.i and is_report(verb) and reports_like(verb, token):
            joint = next((c for c in verb.head.children if c.dep_ == "cc" and clause.i < c.i < verb.i), None)
            start = min([verb.left_edge.i, verb.i, *([joint.i] if joint is not None and verb.dep_ == "conj" else [])])
            if start > clause.i:
                return content[0], start
    return content


def reports_like(verb: Token, cue: Token) -> bool:
    """Whether a verb goes on in the tense of the cue, or as a participle behind a comma (`, adding that`)."""
    if verb.tag_ == "VBG":
        return verb.dep_ == "advcl" and verb.doc[verb.left_edge.i - 1].text == ","
    return verb.tag_ == cue.tag_ and verb.tag_ in ("VBD", "VBZ", "VBP") and not (verb.dep_ == "advcl" and clause_opener(verb) not in CONTRASTS)


def hung_clause(token: Token) -> Token | None:
    """Verb of a `that` clause that the parser hung on the cue's hearer or agent: `told the inquiry that soldiers had fired`."""
    it = any(s.lower_ == "it" for s in own_subjects(token))
    nouns = [n for n in (*direct_objects(token), *agents(token)) if n.i > token.i and n.lemma_.lower() not in lex.cue_nouns()]
    for noun in nouns:
        for child in noun.children:
            if child.dep_ in ("relcl", "acl") and child.left_edge.lower_ == "that" and (clause_opener(child) == "that" or it):
                return child
    return None


def with_lost_subject(token: Token, clause: Token) -> tuple[int, int]:
    """Token range of a clause, with the subject that the parser took for the cue's object: `believed the law helped them`."""
    start, end = subtree(clause)
    finite = clause.tag_ in ("VBD", "VBZ", "VBP") or any(c.tag_ in ("MD", "VBD", "VBZ", "VBP") for c in clause.children)
    if finite and not clause_opener(clause) and not own_subjects(clause):
        lost = [o for o in direct_objects(token) if token.i < o.i < start]
        start = lost[0].left_edge.i if lost else start
    return start, end


def clause_opener(verb: Token) -> str:
    """Conjunction that opens a clause; empty if there is none."""
    return next((child.lower_ for child in verb.children if child.dep_ == "mark"), "")


def clause_name(verb: Token) -> str:
    """Whether a clause opens with `that`, a question word, or neither."""
    opener = clause_opener(verb)
    if opener == "that":
        return "that"
    first = verb.left_edge.lower_
    return "wh" if opener in WH_WORDS or first in WH_WORDS else "bare"


def fits_clause(verb: Token, cue: lex.Cue) -> bool:
    """Whether the cue takes a clause of this kind."""
    kind = clause_name(verb)
    if kind == "wh":
        return "wh" in cue.frames or cue.strength >= 0.8
    if kind == "that":
        return bool(cue.frames & {"that", "obj_that", "bare"})
    return bool(cue.frames & {"bare", "quote", "obj_that"}) or (bool(cue.frames & {"that"}) and cue.strength >= 0.5)


def is_parenthetical(token: Token) -> bool:
    """Whether the verb with its subject is set off by a comma or dash: `..., he said, ...`."""
    subject = own_subjects(token)
    if not subject or clause_opener(token) or any(c.dep_ in ("ccomp", "dobj") for c in token.children):
        return False
    left = min(token.i, subject[0].left_edge.i)
    before = token.doc[left - 1].text if left > 0 else ""
    return before in (",", "”", '"', "—", "–", "-", "''", "’") or left == token.sent.start


def interruption(token: Token) -> list[tuple[int, int]]:
    """The two parts of a sentence that a cue with its subject between commas interrupts: `Schools, he said, would open`."""
    subject = own_subjects(token)
    doc, sentence = token.doc, token.sent
    if not subject or subject[0].i > token.i or subject[0].left_edge.i <= sentence.start + 1 or token.i + 1 >= sentence.end:
        return []
    left = subject[0].left_edge.i
    if doc[left - 1].text != "," or doc[token.i + 1].text != "," or any(t.is_punct for t in doc[left : token.i]):
        return []
    before, after = (sentence.start, left - 1), (token.i + 2, sentence.end)
    finite = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[after[0] : after[1]])
    nouns = any(t.pos_ in ("NOUN", "PROPN", "PRON") and t.dep_ != "pobj" for t in doc[before[0] : before[1]])
    return [before, after] if finite and nouns and not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[before[0] : before[1]]) else []


def around(token: Token) -> list[tuple[int, int]]:
    """Token ranges of the clause that a parenthetical cue stands in, before and after it."""
    host = token.head
    left, right = token.left_edge.i, token.right_edge.i + 1
    start, end = host.left_edge.i, host.right_edge.i + 1
    return [r for r in ((start, left), (right, end)) if r[1] > r[0]]


def trailing(token: Token) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """A sentence without a verb of its own before a cue that ends it, as headlines have it: `Rules unclear, experts say`."""
    subject, sentence, doc = own_subjects(token), token.sent, token.doc
    behind = next((c for c in token.children if c.dep_ in ("nsubj", "dobj") and c.left_edge.i == token.i + 1), None)
    if behind is not None and not any(t.is_alpha for t in doc[behind.right_edge.i + 1 : sentence.end]):
        left = token.i
    elif not subject or subject[0].i > token.i or any(t.is_alpha for t in doc[token.i + 1 : sentence.end]):
        return
    else:
        left = subject[0].left_edge.i
    if (
        left - 1 > sentence.start
        and doc[left - 1].text in (",", "–", "—")
        and sum(t.is_alpha for t in doc[sentence.start : left - 1]) >= FEWEST_WORDS
    ):
        yield "parenthetical", [(sentence.start, left - 1)]
