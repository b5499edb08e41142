"""Questions asked of a dependency parse, whatever the layer that asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
RELATIVES = {"who", "which", "that", "whom"}
NOUN_LEFT = {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "advmod", "punct", "case", "neg", "npadvmod", "appos"}


def conjuncts(token: Token) -> list[Token]:
    """The token and those coordinated with it to its right, in order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            found += conjuncts(child)
    return found


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, finite or as a participle after its noun (`the men arrested`)."""
    if verb.tag_ != "VBN":
        return False
    deps = {child.dep_ for child in verb.children}
    if deps & {"auxpass", "nsubjpass", "agent", "csubjpass"}:
        return True
    if any(child.dep_ == "aux" and child.lemma_ in ("have", "'ve") for child in verb.children) or "dobj" in deps:
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX") and not deps & set(SUBJECTS):
        return is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl", "amod") or (verb.dep_ in ("xcomp", "ccomp") and "aux" not in deps and not deps & {"nsubj"})


def own_subjects(verb: Token) -> list[Token]:
    """Heads of the verb's own subject, coordinated ones included."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return conjuncts(child)
    return []


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Heads of what the verb's subject refers to in the sentence: its own, shared, controlled, raised or modified.

    For a participle or relative clause that is the noun it modifies. Empty where the sentence does not say.
    """
    own = own_subjects(verb)
    if own:
        if len(own) == 1 and own[0].lower_ in RELATIVES and own[0].tag_ in ("WDT", "WP", "IN", "DT") and relative_noun(verb) is not None:
            return conjuncts_shared(relative_noun(verb))
        return own
    if depth > 6:
        return []
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return subjects(head, depth + 1)
    if verb.dep_ in ("acl", "relcl"):
        if verb.tag_ == "VB" or any(c.tag_ == "TO" for c in verb.children):
            return infinitive_noun_subjects(verb, depth)
        return conjuncts_shared(head) if head.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else []
    if verb.dep_ == "xcomp":
        return controlled_subjects(verb, depth)
    if verb.dep_ in ("advcl", "pcomp", "prep", "dep", "parataxis", "ccomp"):
        governor = next((a for a in verb.ancestors if a.pos_ in ("VERB", "AUX")), None)
        if governor is not None and verb.dep_ == "pcomp" and head.lower_ in ("of", "from", "for", "with") and head.head.i == governor.i:
            accused = subjects(governor, depth + 1) if is_passive(governor) else [c for c in governor.children if c.dep_ == "dobj" and c.i < verb.i]
            if accused:
                return conjuncts(accused[0]) if not is_passive(governor) else accused
        if governor is not None and (verb.tag_ in ("VBG", "VBN") or verb.dep_ in ("parataxis",) or has_to(verb)):
            return subjects(governor, depth + 1)
    return []


def has_to(verb: Token) -> bool:
    """Whether the verb is a to-infinitive."""
    return any(child.tag_ == "TO" for child in verb.children)


def infinitive_noun_subjects(verb: Token, depth: int) -> list[Token]:
    """Who acts in `their readiness to support`: the possessor of the noun, else the subject of its verb."""
    noun = verb.head
    owners = [child for child in noun.children if child.dep_ == "poss"]
    if owners:
        return conjuncts(owners[0])
    if noun.dep_ in ("dobj", "attr", "oprd") and noun.head.pos_ in ("VERB", "AUX"):
        return subjects(noun.head, depth + 1)
    return []


def controlled_subjects(verb: Token, depth: int) -> list[Token]:
    """Subject of an infinitive or participle complement: the governor's object if it has one, else its subject."""
    governor = verb.head
    if governor.pos_ in ("ADJ", "NOUN", "PROPN") and governor.dep_ in ("acomp", "attr", "oprd"):
        governor = governor.head
    objects = [child for child in governor.children if child.dep_ in ("dobj", "dative") and child.i < verb.i and child.pos_ != "ADP"]
    if objects and governor.lemma_ not in ("promise", "vow", "pledge", "use", "take"):
        return conjuncts(objects[-1])
    preps = [
        p
        for child in governor.children
        if child.dep_ == "prep" and child.lower_ in ("on", "upon", "for") and child.i < verb.i
        for p in child.children
        if p.dep_ == "pobj"
    ]
    if preps and governor.lemma_ in ("call", "appeal", "rely", "count", "press", "wait"):
        return conjuncts(preps[-1])
    return subjects(governor, depth + 1)


def relative_noun(verb: Token) -> Token | None:
    """The noun a relative clause modifies, seen from any verb coordinated or nested in it."""
    seen = verb
    while seen.dep_ in ("conj", "xcomp", "ccomp", "aux") and seen.head.i != seen.i:
        seen = seen.head
    return seen.head if seen.dep_ in ("relcl", "acl") else None


def conjuncts_shared(noun: Token | None) -> list[Token]:
    """The noun, and the nouns coordinated with it where the modifier follows the last of them."""
    return [] if noun is None else conjuncts(noun)


def agents(verb: Token) -> list[Token]:
    """Heads of the by-phrase of a passive."""
    return [
        n
        for child in verb.children
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by")
        for p in child.children
        if p.dep_ == "pobj"
        for n in conjuncts(p)
    ]


def direct_objects(verb: Token) -> list[Token]:
    """Heads of the direct object; for a relative clause without one, what the relative pronoun stands for."""
    for child in verb.children:
        if child.dep_ in ("dobj", "obj") and child.lower_ not in RELATIVES:
            return conjuncts(child)
    if any(child.dep_ in ("dobj", "obj") for child in verb.children) or (
        verb.dep_ == "relcl" and own_subjects(verb) and own_subjects(verb)[0].lower_ not in RELATIVES
    ):
        noun = relative_noun(verb)
        return [noun] if noun is not None else []
    if verb.dep_ == "conj" and not any(c.dep_ in ("ccomp", "xcomp", "prep", "prt") for c in verb.children):
        return []
    return shared_object(verb)


def shared_object(verb: Token) -> list[Token]:
    """Object of `kidnapped and killed three men` seen from the first verb: it hangs on the last."""
    for child in verb.children:
        if (
            child.dep_ == "conj"
            and child.pos_ == "VERB"
            and child.i - verb.i <= 3
            and not own_subjects(child)
            and not any(c.dep_ in ("prep", "ccomp", "xcomp", "advmod") for c in verb.children)
        ):
            return [n for c in child.children if c.dep_ == "dobj" for n in conjuncts(c)]
    return []


def indirect_objects(verb: Token) -> list[Token]:
    """Heads of the indirect object, bare (`gave Egypt arms`) or with `to`."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ == "dative":
            found += [n for p in child.children if p.dep_ == "pobj" for n in conjuncts(p)] if child.pos_ == "ADP" else conjuncts(child)
    return found


def prepositional_objects(token: Token, preposition: str) -> list[Token]:
    """Heads of the objects of a preposition that hangs on the token; `dative` to and `agent` by included."""
    found: list[Token] = []
    for child in prepositions(token):
        if child.lower_ == preposition:
            found += [n for p in child.children if p.dep_ in ("pobj", "pcomp") for n in conjuncts(p)]
    return found


def prepositions(token: Token) -> Iterator[Token]:
    """Prepositions that hang on the token, those behind a particle or another preposition included."""
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.pos_ in ("ADP", "SCONJ", "ADV", "PART"):
            yield child
            yield from prepositions(child)


def is_negated(token: Token) -> bool:
    """Whether `not`, `never`, `no longer` or the like hangs on the token, or its subject is nobody; `not only` denies nothing."""
    return any(denies(child) for child in token.children) or (
        token.pos_ in ("VERB", "AUX") and any(is_nobody(child) for child in token.children if child.dep_ in ("nsubj", "nsubjpass"))
    )


def denies(child: Token) -> bool:
    """Whether a modifier denies what it stands with."""
    after = child.doc[child.i + 1].lower_ if child.i + 1 < len(child.doc) else ""
    if child.dep_ == "neg" or child.lower_ in ("never", "neither", "nor", "hardly"):
        return after != "only"
    if child.lower_ in ("longer", "more") and child.dep_ == "advmod":
        return any(c.lower_ in ("no", "any") for c in child.children)
    return child.dep_ == "det" and child.lower_ == "no"


def is_nobody(subject: Token) -> bool:
    """Whether a subject is `nobody`, `no one`, `neither side`, `none of them`, `no soldiers`."""
    return subject.lower_ in ("nobody", "none", "neither", "nothing") or any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "preconj", "neg", "cc") for c in subject.children
    )


def noun_start(head: Token) -> int:
    """Index of the first token of the noun phrase that ends with `head`: its left modifiers, without clauses."""
    start = head.i
    for child in sorted(head.lefts, key=lambda t: -t.i):
        if child.dep_ not in NOUN_LEFT or (child.dep_ == "punct" and child.text not in ("-", "–", "’", "'", "“", "”", '"')):
            break
        if child.right_edge.i != start - 1:
            break
        start = child.left_edge.i
    return start


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Token range without white space and without commas, stops, dashes and unpaired marks at either end."""
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in ("“", '"', "‘", "(", "«", "„", "``"))):
        start += 1
    while end > start and (
        doc[end - 1].is_space or (doc[end - 1].is_punct and doc[end - 1].text not in ("”", '"', "’", ")", "»", "''", "%", "?", "!"))
    ):
        end -= 1
    return start, end


def chars(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Character range of a token range that is not empty."""
    return doc[start].idx, doc[end - 1].idx + len(doc[end - 1].text)
