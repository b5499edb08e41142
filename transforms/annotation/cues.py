"""Which words attribute what is said, and where their content stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.grammar import (
    agents,
    conjuncts,
    direct_objects,
    has_to,
    indirect_objects,
    is_passive,
    own_subjects,
    prepositional_objects,
    prepositions,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

QUOTE_MARKS = {"“", "”", '"', "''", "``", "‘", "’", "'"}
CONTRASTS = {"while", "though", "although", "whereas"}
FEWEST_WORDS = 3
"""Words of the shortest content that a closing cue is taken to report."""
SURE = 0.75
"""Strength from which a verb reports speech wherever it stands."""
CLAUSAL = frozenset({"that", "bare", "wh", "quote", "obj_that"})
WH_WORDS = {"whether", "if", "what", "who", "why", "how", "when", "where", "which"}
WEAKEST_CLAUSE, WEAKEST_PHRASE = 0.3, 0.55
"""Least strength of a cue with a clause as its content, and with a phrase, which is more often no content at all."""


@dataclass(slots=True)
class Attribution:
    """A cue with the token ranges of its content; ranges are half open."""

    cue: lex.Cue
    verb: Token | None
    cue_start: int
    cue_end: int
    content: list[tuple[int, int]]
    frame: str
    speakers: list[Token] | None = None
    """Speakers the construction itself names; None where the cue's subject is to be asked."""
    hearsay: bool = False


def verb_cue(token: Token) -> lex.Cue | None:
    """The lexicon entry of a verb, with its particle where it has one."""
    if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "amod", "compound"):
        return None
    entries = lex.cue_verbs().get(token.lemma_.lower(), ())
    hanging = {child.lower_ for child in prepositions(token)} | {c.lower_ for c in token.children if c.dep_ in ("prt", "advmod")}
    return next((cue for cue in entries if not cue.particle or set(cue.particle.split()) <= hanging), None)


def cue_range(token: Token, cue: lex.Cue) -> tuple[int, int]:
    """Token range of the verb with its particle, where that follows close."""
    end = token.i + 1
    for word in cue.particle.split():
        at = next((c.i for c in token.children if c.lower_ == word and 0 < c.i - token.i <= 2), None)
        end = max(end, at + 1) if at is not None else end
    return token.i, end


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


HEARSAY_VERBS = {
    "say",
    "report",
    "believe",
    "think",
    "allege",
    "rumor",
    "rumour",
    "understand",
    "claim",
    "suspect",
    "consider",
    "estimate",
    "expect",
    "know",
}


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
        if verb.dep_ in ("conj", "advcl") and verb.head.i >= clause.i and (verb.tag_ == "VBG" or is_report(verb)) and reports_like(verb, token):
            joint = next((c for c in verb.head.children if c.dep_ == "cc" and clause.i < c.i < verb.i), None)
            start = min([verb.left_edge.i, verb.i, *([joint.i] if joint is not None and verb.dep_ == "conj" else [])])
            if start > clause.i:
                return content[0], start
    return content


def is_report(verb: Token) -> bool:
    """Whether a verb is a cue of communication, and no weak one."""
    cue = verb_cue(verb)
    return cue is not None and cue.cue_class == "communication" and cue.strength >= SURE


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


def subtree(token: Token) -> tuple[int, int]:
    """Token range of all that hangs on a token."""
    return token.left_edge.i, token.right_edge.i + 1


def without(content: tuple[int, int], start: int, end: int) -> tuple[int, int] | None:
    """A content range cut where it would swallow its own cue; the part after the cue counts, else the part before."""
    if content[0] < end and start < content[1]:
        after, before = (end, content[1]), (content[0], start)
        return after if after[1] - after[0] > 1 else before if before[1] - before[0] > 1 else None
    return content


def is_hearsay(token: Token) -> bool:
    """Whether the verb is reported in the passive without saying by whom: `is said to have`, `was reported to have stated`."""
    if is_passive(token) and token.lemma_ in HEARSAY_VERBS and not any(c.dep_ == "agent" for c in token.children):
        return True
    head = token.head
    return token.dep_ == "xcomp" and head.lemma_ in HEARSAY_VERBS and is_passive(head) and not any(c.dep_ == "agent" for c in head.children)


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


COPULAS = {"be", "seem", "appear", "become", "remain", "feel", "sound", "look", "get"}


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


def addressees(token: Token, cue: lex.Cue) -> list[Token]:
    """Heads of the hearers."""
    found: list[Token] = []
    if "object" in cue.addressee:
        found += [t for t in (*indirect_objects(token), *direct_objects(token)) if t.pos_ in ("NOUN", "PROPN", "PRON")]
    for preposition in ("to", "with"):
        if preposition in cue.addressee:
            found += prepositional_objects(token, preposition)
    return found
