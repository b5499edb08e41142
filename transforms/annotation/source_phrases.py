"""Phrases that name a source: `according to`, `in the words of`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.attribution import Attribution, subtree
from transforms.annotation.grammar import conjuncts

if TYPE_CHECKING:
    from spacy.tokens import Token


def according(token: Token) -> Attribution | None:
    """`According to X, content` and `content, in the words of X`: the content is the clause the phrase stands in."""
    doc = token.doc
    found = source_phrase(token)
    if found is None:
        return None
    to, cue = found
    source = next((c for c in to.children if c.dep_ == "pobj"), None) or next((c for c in token.children if c.dep_ == "pobj" and c.i > to.i), None)
    if source is None or (source.i not in range(to.i, to.i + 40)) or is_measure(source):
        return None
    left, right = token.left_edge.i, source_end(source)
    host = token.head if token.head.i != token.i and token.head.pos_ in ("VERB", "AUX") else token.sent.root
    start, end = subtree(host)
    pieces = [(start, left), (right, end)]
    pieces = [(a, b) for a, b in pieces if b - a > 1 and any(doc[i].is_alpha for i in range(a, b))]
    if not pieces:
        sentence = token.sent
        pieces = [(a, b) for a, b in ((sentence.start, left), (right, sentence.end)) if b - a > 1 and any(doc[i].is_alpha for i in range(a, b))]
    if not pieces:
        return None
    longest = max(pieces, key=lambda r: r[1] - r[0])
    kept = pieces if doc[left - 1].text == "," and right < len(doc) and (doc[right].text == "," or all(b - a > 3 for a, b in pieces)) else [longest]
    return Attribution(cue, None, token.i, to.i + 1, kept, "according", speakers=conjuncts(source))


def is_measure(source: Token) -> bool:
    """Whether what stands behind `according to` only says by what things go: `according to plan`, `according to age`."""
    bare = source.tag_ == "NN" and not any(c.dep_ in ("det", "poss", "amod", "compound", "nmod", "prep") for c in source.children)
    return bare and source.lower_ not in lex.speech_media() and source.ent_type_ == "" and source.lower_ not in ("police", "management", "staff")


def source_phrase(token: Token) -> tuple[Token, lex.Cue] | None:
    """The last word of a phrase before a source that begins here (`in the words of`), with its cue."""
    for words, cue in lex.cue_phrases().get(token.lower_, ()):
        span = token.doc[token.i : token.i + len(words)]
        if len(span) == len(words) and all(t.lower_ == w for t, w in zip(span, words, strict=True)):
            return span[-1], cue
    return None


def source_end(source: Token) -> int:
    """Token after the last of the source behind `according to`: up to the comma that returns to the clause."""
    end = source.right_edge.i + 1
    for token in source.doc[source.i : end]:
        if (
            token.text == ","
            and token.i + 1 < end
            and not any(c.dep_ in ("appos", "relcl", "conj", "acl") for c in source.children if c.i > source.i)
        ):
            return int(token.i)
    return int(end)
