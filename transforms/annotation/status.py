"""Whether what a word tells happened, goes on, is planned, is only thought of, or did not happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.grammar import has_to, is_negated

if TYPE_CHECKING:
    from spacy.tokens import Token

FUTURE_MODALS = {"will", "shall", "'ll", "’ll", "wo"}
HYPOTHETICAL_MODALS = {"would", "could", "may", "might", "can", "should", "must", "'d", "’d", "ought", "ca"}
CONDITIONS = {"if", "unless", "whether", "lest", "should"}
NEVER_AGAIN = {"no", "without", "never", "neither"}


def status_of(token: Token) -> str:
    """Code of the event status of a verb or noun."""
    if token.sent.text.rstrip().rstrip("”\"’'").endswith("?"):
        return "hypothetical"
    return verb_status(token) if token.pos_ in ("VERB", "AUX") else noun_status(token)


def verb_status(verb: Token, depth: int = 0) -> str:
    """Status of a verb from its auxiliaries and from what it is the complement of."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if is_negated(verb):
        return "negated"
    if any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in verb.children) or is_inverted_condition(verb) or is_imperative(verb):
        return "hypothetical"
    if is_performed(verb):
        return "occurred"
    if verb.dep_ == "advcl" and verb.tag_ in ("VBZ", "VBP") and any(c.lower_ in ("when", "whenever", "until") for c in verb.children):
        return "hypothetical"
    if auxiliaries & FUTURE_MODALS or going_to(verb):
        return "future"
    if auxiliaries & HYPOTHETICAL_MODALS and not (auxiliaries & {"have"} and "would" not in auxiliaries):
        return "future" if auxiliaries & {"would", "'d", "’d"} and reported(verb) else "hypothetical"
    if depth < 5:
        inherited = complement_status(verb, depth)
        if inherited:
            return inherited
    if verb.tag_ == "VBG" and auxiliaries & {"is", "are", "am", "'s", "'re", "’s", "’re", "been"}:
        return "ongoing"
    return "occurred"


def is_inverted_condition(verb: Token) -> bool:
    """Whether a clause is a condition by its order: `Had they attacked, …`."""
    first = next((c for c in verb.children if c.dep_ in ("aux", "nsubj", "nsubjpass")), None)
    return verb.dep_ == "advcl" and first is not None and first.dep_ == "aux" and first.lower_ in ("had", "were", "should")


def is_imperative(verb: Token) -> bool:
    """Whether a verb tells somebody to do it: a bare root without subject."""
    return verb.tag_ == "VB" and verb.dep_ == "ROOT" and not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass", "expl") for c in verb.children)


def is_performed(verb: Token) -> bool:
    """Whether saying that one would like to is doing it: `we would like to thank Ghana`."""
    return verb.dep_ == "xcomp" and verb.head.lemma_ in ("like", "want", "wish") and verb.lemma_ in lex.word_set("performatives")


def going_to(verb: Token) -> bool:
    """Whether the verb stands behind `be going to`."""
    return verb.dep_ == "xcomp" and verb.head.lower_ == "going" and has_to(verb)


def reported(verb: Token) -> bool:
    """Whether the verb stands in a reported clause, where `would` is what `will` was."""
    return (
        verb.dep_ in ("ccomp", "conj")
        and verb.head.pos_ == "VERB"
        and not any(c.dep_ == "advcl" and any(m.lower_ == "if" for m in c.children) for c in verb.children)
    )


def complement_status(verb: Token, depth: int) -> str | None:
    """Status that the governor gives an infinitive, participle or coordinated verb; None if it gives none."""
    head = verb.head
    if head.i == verb.i:
        return None
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        own = any(child.dep_ in ("aux", "nsubj", "nsubjpass", "neg") for child in verb.children)
        if not own or verb.tag_ == "VB":
            status = verb_status(head, depth + 1)
            return status if status != "ongoing" or verb.tag_ == "VBG" else None
        return None
    if has_to(verb) or (verb.tag_ == "VB" and not any(c.dep_ == "aux" and c.lemma_ == "do" for c in verb.children)):
        return infinitive_status(verb, depth)
    if verb.dep_ == "ccomp" and head.lemma_ == "deny" and verb.tag_ != "VB":
        return "negated" if verb_status(head, depth + 1) in ("occurred", "ongoing") else None
    if verb.dep_ in ("pcomp", "xcomp", "ccomp") and verb.tag_ == "VBG":
        governor = head.head if head.pos_ in ("ADP", "SCONJ") else head
        if governor.lemma_ in lex.word_set("undoing") or head.lower_ == "without":
            return "negated"
        if governor.lemma_ in lex.word_set("trying") | {"suspect", "deny", "consider"}:
            return "hypothetical"
        above = verb_status(governor, depth + 1) if governor.pos_ == "VERB" else "occurred"
        return above if above != "ongoing" else None
    if (
        verb.dep_ == "ccomp"
        and head.pos_ == "VERB"
        and head.lemma_ in ("demand", "insist", "propose", "suggest", "urge", "ask", "recommend")
        and verb.tag_ in ("VB", "VBP")
    ):
        return "hypothetical"
    return None


def infinitive_status(verb: Token, depth: int) -> str | None:
    """Status of an infinitive: planned, tried, refused, or as its governor."""
    head = verb.head
    if verb.dep_ in ("xcomp", "acl", "ccomp", "advcl", "acomp", "attr", "relcl", "csubj"):
        lemma = head.lemma_.lower()
        if lemma in lex.word_set("undoing"):
            return "negated"
        if lemma in lex.word_set("implicatives") or (lemma == "able" and head.head.tag_ in ("VBD", "VBN")):
            return verb_status(head if head.pos_ == "VERB" else head.head, depth + 1)
        if lemma == "continue" and head.tag_ in ("VBZ", "VBP", "VBG"):
            return "ongoing" if verb_status(head, depth + 1) in ("occurred", "ongoing") else verb_status(head, depth + 1)
        if lemma == "be" and verb.dep_ == "xcomp" and head.tag_ in ("VBZ", "VBP", "VBD"):
            return "future"
        if lemma in (
            "use",
            "manage",
            "begin",
            "start",
            "continue",
            "help",
            "rush",
            "come",
            "go",
            "appear",
            "seem",
            "claim",
            "report",
            "say",
            "believe",
            "allege",
            "let",
            "make",
            "have",
        ):
            return verb_status(head, depth + 1) if head.pos_ == "VERB" else None
        if {lemma, head.lower_} & lex.word_set("planning") or lemma in (
            "plan",
            "promise",
            "decision",
            "readiness",
            "willingness",
            "intention",
            "offer",
            "pledge",
            "agreement",
            "commitment",
            "preparation",
        ):
            return "future"
        return "hypothetical"
    return None


def noun_status(noun: Token) -> str:
    """Status of an event noun from its modifiers and from the verb it depends on."""
    words = {child.lower_ for child in noun.children if child.dep_ in ("amod", "det", "advmod", "neg")}
    if words & NEVER_AGAIN:
        return "negated"
    if words & lex.word_set("future_words"):
        return "future"
    if words & lex.word_set("possible_words"):
        return "hypothetical"
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ == "NOUN":
        return noun_status(head)
    if noun.dep_ == "pobj":
        preposition, head = head, head.head
        if preposition.lower_ == "without":
            return "negated"
        if preposition.lower_ in ("for", "of", "against", "about", "to") and head.lemma_.lower() in lex.word_set("thinking") | {
            "plan",
            "threat",
            "prospect",
            "fear",
            "possibility",
            "risk",
            "case",
            "call",
            "danger",
            "warning",
            "ready",
            "prepare",
            "afraid",
            "fearful",
            "wary",
        }:
            return "future" if head.lemma_ in ("plan", "prepare", "ready") else "hypothetical"
    if head.lemma_ == "be" and noun.dep_ == "nsubj" and (told := predicated(head)) is not None:
        return told
    if head.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj"):
        lemma = head.lemma_.lower()
        if noun.dep_ in ("dobj", "nsubjpass") and lemma in lex.word_set("undoing"):
            return "negated"
        if noun.dep_ in ("dobj", "nsubjpass") and lemma in ("plan", "schedule", "announce", "prepare", "arrange", "organize", "organise"):
            return "future"
        if noun.dep_ == "dobj" and lemma in lex.word_set("thinking"):
            return "hypothetical"
        if noun.dep_ in ("nsubj", "nsubjpass") or (noun.dep_ == "dobj" and lemma in lex.word_set("carriers")):
            status = verb_status(head)
            return status if status != "ongoing" or noun.dep_ != "dobj" else "ongoing"
    return "occurred"


def predicated(be: Token) -> str | None:
    """Status that a predicate gives its subject: `talks are under way`, `drills are due to start`, `the strike is in its third week`."""
    if is_negated(be):
        return None
    words = {t.lower_ for c in be.children if c.dep_ in ("acomp", "advmod", "prep", "attr", "prt") for t in (c, *c.children)}
    if words & {"underway", "ongoing"} or {"under", "way"} <= words:
        return "ongoing"
    if any(c.dep_ == "prep" and c.lower_ == "in" and any(g.ent_type_ == "DATE" for p in c.children for g in p.children) for c in be.children):
        return "ongoing" if be.tag_ in ("VBZ", "VBP") else None
    return (
        "future" if words & {"due", "set", "scheduled", "expected", "planned"} and any(has_to(x) for c in be.children for x in c.children) else None
    )
