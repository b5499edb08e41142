"""How many people an assault killed and injured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import counts
from transforms.annotation import lexicons as lex
from transforms.annotation.event import Event
from transforms.annotation.grammar import direct_objects, is_passive, prepositional_objects, subjects
from transforms.annotation.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def harmed(doc: Doc, event: Event, lemma: str, count: int | None, dead: frozenset[int]) -> tuple[int | None, int | None]:
    """Killed and injured by an assault: by its verb, by what stands with it (`shot dead`), by what the article tells of the victims later."""
    if count is None:
        return None, None
    if lemma in lex.word_set("killing") or is_fatal(doc[event.head]):
        return count, None
    if lemma not in lex.word_set("injuring") | lex.word_set("hitting") and not (lemma == "leave" and leaves_hurt(doc[event.head])):
        return None, None
    if (died := dead_beside(doc[event.head])) is not None:
        return died, count
    fatal = fatally(doc[event.head])
    fatal = fatal if fatal is not None else counts.count_people([doc[m.head] for m in event.recipients if m.chain in dead]) or 0
    return fatal or None, count - fatal or None


def leaves_hurt(verb: Token) -> bool:
    """Whether a verb is told with `injured` or `wounded` as its outcome."""
    return any(child.lower_ in ("injured", "wounded", "hurt") for child in verb.children)


def is_fatal(token: Token) -> bool:
    """Whether a verb or noun of harm is told with its deadly end: `shot dead`, `fatally shot`, `stabbed to death`, `a fatal shooting`."""
    return any(
        child.lower_ in ("dead", "fatally", "fatal", "deadly", "mortally")
        or (child.lower_ == "to" and any(g.lower_ == "death" for g in child.children))
        for child in token.children
        if not any(g.tag_ == "CD" for g in child.children)
    )


def fatally(token: Token) -> int | None:
    """How many of those hit were killed, where the sentence says so: `shot six people, one of them fatally`."""
    for word in token.sent:
        if word.lower_ == "fatally" and word.i > token.i:
            numeral = next((t for t in token.doc[max(token.i, word.i - 3) : word.i] if t.tag_ == "CD"), None)
            return counts.parse_number(numeral.lower_) if numeral is not None else None
    return None


def dead_beside(verb: Token) -> int | None:
    """How many a coordinated clause tells to be dead: `one person is dead and four were wounded`."""
    beside = [*(c for c in verb.children if c.dep_ == "conj"), *([verb.head] if verb.dep_ == "conj" else [])]
    return next((counts.count_people(subjects(v)) for v in beside if any(c.lower_ == "dead" for c in v.children)), None)


def dead_chains(doc: Doc, mentions: list[Mention]) -> frozenset[int]:
    """Chains of those who died, were killed or were pronounced or found dead."""
    by_head = {m.head: m.chain for m in mentions if m.chain is not None}
    found: set[int] = set()
    for token in doc:
        lemma = token.lemma_.lower()
        if lemma in lex.word_set("killing") and token.pos_ == "VERB":
            heads = subjects(token) if lemma == "die" or is_passive(token) else direct_objects(token)
        elif token.lower_ in ("dead", "deceased") and token.head.pos_ in ("VERB", "AUX"):
            heads = subjects(token.head)
        elif lemma in ("death", "murder", "killing") and token.pos_ == "NOUN":
            heads = [*prepositional_objects(token, "of"), *(c for c in token.children if c.dep_ == "poss")]
        else:
            continue
        found |= {by_head[head.i] for head in heads if head.i in by_head}
    return frozenset(found)
