"""What the words around a noun say of it: country, sector, organization, title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.grammar import noun_start, prepositional_objects
from transforms.annotation.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


HONORIFICS = {"mr", "mrs", "ms", "miss", "dr", "sir", "mr.", "mrs.", "ms.", "dr."}


def in_title(doc: Doc, start: int, end: int) -> bool:
    """Whether the range is part of a title of office, such as `State` in `Secretary of State`."""
    for back in (2, 3):
        if start >= back and doc[start - 1].lower_ in ("of", "the", "for"):
            if " ".join(t.lower_ for t in doc[start - back : end]) in lex.titles():
                return True
    return False


def clean_name(doc: Doc, start: int, end: int) -> str:
    """Text of the range on one line, without article."""
    name = " ".join(doc[start:end].text.split())
    return name[4:] if name.lower().startswith("the ") else name


def organization_kind(name: str) -> lex.Kind | None:
    """What the words of an organization's name say it is: the word of highest priority, the last of equal ones."""
    best: tuple[int, lex.Kind] | None = None
    for word in name.replace("-", " ").split():
        known = lex.organization_words().get(word.lower().strip(".,'’"))
        if known and (best is None or known[0] >= best[0]):
            best = known
    return best[1] if best else None


def possessing_country(doc: Doc, start: int, end: int) -> str | None:
    """Country that the words around a name give: `Norway's Supreme Court`, `the Supreme Court of Kenya` are not the American one."""
    head = doc[start:end].root
    owners = [c for c in head.children if c.dep_ in ("poss", "amod", "nmod", "compound") and (c.pos_ == "PROPN" or c.lower_ in lex.demonyms())]
    found = next((code for c in owners if (code := modifier_country(doc, c.left_edge.i, c.i + 1))), None)
    before = start - 1 if start and doc[start - 1].tag_ == "POS" else start
    behind = prepositional_objects(head, "of") if head.right_edge.i >= end else []
    return (
        found
        or next((code for o in behind if (code := modifier_country(doc, noun_start(o), o.i + 1))), None)
        or (modifier_country(doc, max(0, before - 3), before) if before < start else None)
    )


def modifier_country(doc: Doc, start: int, end: int) -> str | None:
    """Country of the last nationality, country or well-known place named in a token range: `Sri Lankan`, `Mozambique`, `Cairo`."""
    for last in range(end - 1, start - 1, -1):
        if not doc[last].text[:1].isupper() and doc[last].lower_ not in lex.demonyms():
            continue
        for first in range(max(start, last - 3), last + 1):
            code = country_of(doc, first, last + 1)
            if code and not takes_sides(doc, first, last + 1):
                return code
    return next((code for i in range(start, end) if (code := lex.peoples().get(doc[i].lower_))), None)


def takes_sides(doc: Doc, start: int, end: int) -> bool:
    """Whether a country is only whom somebody is for, against or helped by: `pro-Russian`, `anti-Syria`, `US-backed`."""
    before = doc[start - 2].lower_ if start > 1 and doc[start - 1].text in "-–" else ""
    after = doc[end + 1].lower_ if end + 1 < len(doc) and doc[end].text in "-–" else ""
    return before in ("anti", "pro", "non") or after in lex.word_set("side_taking")


def country_of(doc: Doc, start: int, end: int) -> str | None:
    """Country that exactly these words name, as an adjective, a country, or a place that the recognizer took for one."""
    name = lex.fold(doc[start:end].text)
    if name in lex.demonyms():
        return lex.demonyms()[name]
    if not doc[start].text[:1].isupper():
        return None
    entity = lex.countries().get(name)
    if entity is not None and (len(name) > 3 or doc[start].text.isupper()):
        return None if doc[start].ent_type_ == "PERSON" and end - start == 1 else entity.country
    if doc[start].ent_type_ in ("GPE", "LOC") and (start == 0 or doc[start].ent_iob_ == "B") and (end == len(doc) or doc[end].ent_iob_ != "I"):
        return lex.subnational().get(name) or lex.capitals().get(name) or lex.large_cities().get(lex.plain(name))
    return None


def honorific(doc: Doc, start: int, end: int) -> bool:
    """Whether only an honorific stands in the range."""
    return any(doc[i].lower_ in HONORIFICS for i in range(start, end))


def title_before(doc: Doc, start: int, end: int) -> tuple[str | None, str | None, str | None, str | None]:
    """Role, sector, gender and country that the words before a name give."""
    if start >= end:
        return None, None, None, None
    body = modifier_organization(doc, start, end)
    country = modifier_country(doc, start, end) or (body.country if body else None)
    gender = None
    for begin in range(start, end):
        text = " ".join(doc[begin:end].text.lower().split()).rstrip(".")
        kind = lex.titles().get(text) or lex.agent_nouns().get(doc[end - 1].lemma_.lower() if begin == end - 1 else text)
        if kind:
            gender = kind.gender
            if text in {h.rstrip(".") for h in HONORIFICS}:
                return None, None, gender, country
            was = kind.sector in STATE_SECTORS and any(t.lower_ in FORMER for t in doc[start:end])
            sector = kind.sector or (body.sector or ("GOV" if body.actor_type == "intergovernmental" and kind.is_office else None) if body else None)
            return role_text(doc, begin, end), "ELI" if was else sector, gender, country
    return None, None, gender, country


def role_text(doc: Doc, start: int, end: int) -> str:
    """The role as written, on one line."""
    return " ".join(doc[start:end].text.split())


def has_title(doc: Doc, start: int) -> bool:
    """Whether a title stands right before a token."""
    return start > 0 and (doc[start - 1].lower_.rstrip(".") in lex.titles() or doc[start - 1].lemma_.lower() in lex.agent_nouns())


FORMER = {"former", "ex", "onetime", "erstwhile"}


def modifier_organization(doc: Doc, start: int, end: int) -> lex.Entity | None:
    """The organization of the gazetteer that a description names before its head: `Hamas fighters`, `a Kremlin aide`."""
    if not any(doc[i].ent_type_ for i in range(start, end)):
        return None
    for ent in doc[start:end].ents:
        entity = lex.known_organizations().get(lex.plain(ent.text))
        if entity is not None:
            return entity
    return None


STATE_SECTORS = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"}


def modifier_sector(doc: Doc, start: int, end: int) -> str | None:
    """Sector that the words before a general noun give: `government forces`, `rebel leader`."""
    for i in range(end - 1, start - 1, -1):
        lemma = doc[i].lemma_.lower()
        pair = f"{doc[i - 1].lower_} {lemma}" if i > start else ""
        kind = lex.agent_nouns().get(pair) or lex.agent_nouns().get(lemma)
        sector = (kind.sector if kind else None) or lex.group_adjectives().get(doc[i].lower_)
        if sector:
            return sector
    return None


def owner_country(token: Token, taken: dict[int, Mention]) -> str | None:
    """Country of the possessor or of the phrase behind `of`, `for` or `in`."""
    owners = [c for c in token.children if c.dep_ == "poss"]
    for preposition in ("of", "for", "from", "in"):
        owners += prepositional_objects(token, preposition)
    for owner in owners:
        mention = taken.get(owner.i)
        if mention and mention.country:
            return mention.country
        code = modifier_country(token.doc, noun_start(owner), owner.i + 1)
        if code:
            return code
    return None


def affiliation_sector(token: Token, taken: dict[int, Mention]) -> str | None:
    """Sector of the body behind `of` or `for`: `a member of Hamas`, `a spokesman for the army`."""
    for preposition in ("of", "for", "from", "at", "with"):
        for owner in prepositional_objects(token, preposition):
            mention = taken.get(owner.i)
            if mention and mention.sector:
                return mention.sector
            kind = lex.agent_nouns().get(owner.lemma_.lower())
            if kind and kind.sector:
                return kind.sector
    return None
