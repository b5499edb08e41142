"""Which noun phrases describe an actor without naming it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.grammar import noun_start
from transforms.annotation.mention import Mention
from transforms.annotation.modifiers import (
    FORMER,
    STATE_SECTORS,
    affiliation_sector,
    in_title,
    modifier_country,
    modifier_organization,
    modifier_sector,
    owner_country,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def nominal(token: Token, taken: dict[int, Mention]) -> Mention | None:
    """A noun phrase headed by a noun that stands for actors."""
    if is_bare_number(token):
        return Mention(
            token.i,
            token.i + 1,
            token.i,
            "nominal",
            "group",
            token.text,
            "group",
            number="plural",
            resolution="nominal",
            confidence=0.4,
            rule="number",
        )
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "nmod", "amod"):
        return None
    doc, lemma = token.doc, token.lemma_.lower()
    start = noun_start(token)
    if in_title(doc, token.i, token.i + 1) or in_complex_preposition(token):
        return None
    pair = f"{doc[token.i - 1].lower_} {lemma}" if token.i > start else ""
    kind = (
        lex.agent_nouns().get(pair)
        or (lex.agent_kind(token.text) if token.pos_ == "PROPN" else lex.agent_nouns().get(lemma))
        or lex.titles().get(" ".join(t.lower_ for t in doc[start : token.i + 1] if t.dep_ != "det"))
    )
    if kind is None:
        return None
    body = modifier_organization(doc, start, token.i)
    country = modifier_country(doc, start, token.i) or (body.country if body else None) or owner_country(token, taken)
    sector = kind.sector
    says_little = sector is None or lemma in lex.word_set("generic_heads")
    if body is not None and (says_little or sector == "UAF"):
        sector = body.sector or modifier_sector(doc, start, token.i) or sector
    elif says_little:
        sector = modifier_sector(doc, start, token.i) or affiliation_sector(token, taken) or sector
    if sector is None and country and lemma in lex.word_set("plain_people"):
        sector = "CVL"  # PLOVER: people of a country of whom nothing else is said
    plural = token.tag_ in ("NNS", "NNPS") or lemma in ("police", "people")
    actor_type = kind.actor_type if kind.number != "person" else "group" if plural else "person"
    if actor_type == "country" and country is None:
        actor_type = "group"
    if country and sector == "UAF" and actor_type == "military":
        sector = "MIL"
    if sector in STATE_SECTORS and any(t.lower_ in FORMER for t in doc[start : token.i]):
        sector = "ELI"
    determined = any(doc[i].lower_ in ("the", "this", "that", "these", "those") or doc[i].tag_ in ("PRP$", "POS") for i in range(start, token.i))
    left = frozenset(
        ({"the"} if determined else set()) | {doc[i].lemma_.lower() for i in range(start, token.i) if doc[i].pos_ in ("ADJ", "NOUN", "PROPN")}
    )
    return Mention(
        start,
        token.i + 1,
        token.i,
        "nominal",
        nominal_entity(kind, plural),
        name_of(doc, start, token.i + 1),
        actor_type,
        country,
        sector,
        kind.gender,
        "plural" if plural else "singular",
        key=state_key(country, sector, kind, lemma, plural=plural),
        resolution="nominal",
        confidence=0.6,
        rule="nominal",
        modifiers=left,
    )


def is_bare_number(token: Token) -> bool:
    """Whether a number stands for people, as the victims of a verb that has such: `two were killed, three wounded`."""
    if token.tag_ != "CD" or token.dep_ not in ("nsubjpass", "dobj", "nsubj") or token.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT"):
        return False
    victims = lex.word_set("killing") | lex.word_set("injuring") | lex.word_set("arresting")
    return token.head.lemma_.lower() in victims and not any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)


def in_complex_preposition(token: Token) -> bool:
    """Whether the noun is part of `in front of`, `on behalf of`, `at the hands of`."""
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return (
        token.dep_ == "pobj"
        and after == "of"
        and token.head.lower_ in ("in", "on", "at", "by", "under")
        and token.lemma_.lower() in ("front", "behalf", "hand", "head", "party", "member")
    )


STATE_PLURALS = {"soldier", "troop", "force", "police", "authority", "policeman", "marine"}


def state_key(country: str | None, sector: str | None, kind: lex.Kind, lemma: str, *, plural: bool) -> str | None:
    """Key of a state's institution that a description stands for: `the Iraqi army` and `Iraqi soldiers` are one."""
    if country is None or sector not in STATE_SECTORS:
        return None
    if kind.number == "organization" or (lemma in STATE_PLURALS and plural):
        return f"state:{country}:{sector}" + (f":{lemma}" if lemma in ("ministry", "court", "party", "agency", "department", "bank") else "")
    return None


def nominal_entity(kind: lex.Kind, plural: bool) -> str:
    """Entity type of a nominal mention."""
    if kind.number == "organization":
        return "organization"
    return "group" if plural or kind.number == "group" else "person"


def name_of(doc: Doc, start: int, end: int) -> str:
    """The phrase without determiners, numbers and possessive pronouns."""
    kept = [t for t in doc[start:end] if t.dep_ not in ("det", "predet", "nummod", "quantmod") and t.tag_ not in ("PRP$", "CD") and not t.is_space]
    return "".join(t.text_with_ws for t in kept).strip() or doc[end - 1].text
