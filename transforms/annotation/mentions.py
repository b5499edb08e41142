"""Which spans of a document name or stand for an actor or a place, and what each says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.datelines import DATELINE
from transforms.annotation.grammar import chars, noun_start, prepositional_objects

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("person", "male", "singular")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("person", "female", "singular")),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("person", None, "first")),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("group", None, "first")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("group", None, "plural")),
    **dict.fromkeys(("it", "its", "itself"), ("organization", None, "singular")),
}
PERSONAL_TYPES = {"person", "group", "population"}
ENTITY_OF_ACTOR = {"person": "person", "population": "group", "group": "group", "country": "country"}
HONORIFICS = {"mr", "mrs", "ms", "miss", "dr", "sir", "mr.", "mrs.", "ms.", "dr."}


@dataclass(slots=True)
class Mention:
    """A span and what it says by itself; `chain` is filled by coreference."""

    start: int
    end: int
    head: int
    mention_type: str
    entity_type: str
    name: str
    actor_type: str | None = None
    country: str | None = None
    sector: str | None = None
    gender: str | None = None
    number: str = "singular"
    role: str | None = None
    key: str | None = None
    resolution: str = "unresolved"
    confidence: float = 0.6
    rule: str = "ner"
    place_name: str | None = None
    place_within: str | None = None
    modifiers: frozenset[str] = field(default_factory=frozenset)
    is_actor: bool = True
    is_dateline: bool = False
    chain: int | None = None

    @property
    def is_definite(self) -> bool:
        """Whether `the`, a possessor or a demonstrative says that the reader knows which."""
        return "the" in self.modifiers


def find_mentions(doc: Doc) -> list[Mention]:
    """Mentions of the document in order of their heads, one for each head, none with the span of another."""
    taken: dict[int, Mention] = {}
    for mention in (*named(doc), *missed_names(doc)):
        known = taken.get(mention.head)
        if known is None or mention.end - mention.start > known.end - known.start:
            taken[mention.head] = mention
    mark_dateline(doc, taken)
    inside = {i for mention in taken.values() for i in range(mention.start, mention.end)}
    for token in doc:
        if token.i in taken:
            continue
        found = pronominal(token) or (nominal(token, taken) if token.i not in inside else None)
        if found:
            taken[token.i] = found
    return sorted(taken.values(), key=lambda mention: mention.head)


DATELINE_PARAGRAPHS = 4
"""Paragraphs among which the dateline stands: headline and byline may come before."""


def mark_dateline(doc: Doc, taken: dict[int, Mention]) -> None:
    """Mark the place in the article's dateline; where the recognizer saw none, the words in capitals are it."""
    text = doc.text
    found = DATELINE.search(text)
    if found is None or text.count("\n", 0, found.start()) > 2 * DATELINE_PARAGRAPHS:
        return
    span = doc.char_span(*found.span(), alignment_mode="contract")
    if span is None:
        return
    known = next((taken[t.i] for t in span if t.i in taken and taken[t.i].place_name), None)
    town = re.match(r"[A-Z][A-Z.'’ -]+[A-Z]", found.group().strip())
    words = (
        doc.char_span(found.start() + found.group().index(town.group()), found.start() + found.group().index(town.group()) + len(town.group()))
        if town
        else None
    )
    if known is None and words is not None:
        name = words.text.title()
        known = Mention(
            words.start, words.end, words.root.i, "named", "place", name, place_name=name, is_actor=False, confidence=0.7, rule="dateline"
        )
        for i in range(words.start, words.end):
            taken.pop(i, None)
        taken[words.root.i] = known
    if known is not None:
        known.is_dateline = True


def named(doc: Doc) -> list[Mention]:
    """Mentions made from what the named entity recognizer found, corrected."""
    surnames = {ent[-1].lower_ for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1}
    found = []
    for ent in doc.ents:
        if ent.label_ not in ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT") or not any(
            c.isalpha() for c in ent.text
        ):
            continue
        mention = from_entity(doc, ent, surnames)
        if mention:
            found.append(mention)
    return found


def from_entity(doc: Doc, ent: Span, surnames: set[str]) -> Mention | None:
    """The mention behind a named entity; None where the entity is none (`State` in `Secretary of State`)."""
    start, end = entity_bounds(doc, ent)
    if start >= end or in_title(doc, start, end):
        return None
    name, head = clean_name(doc, start, end), doc[start:end].root
    folded = lex.fold(name)
    if folded in lex.countries():
        return country_mention(doc, start, end, name)
    other = possessing_country(doc, head) if folded in lex.organizations() else None
    if other is not None and lex.organizations()[folded].country not in (other, None) and organization_kind(name):
        return organization(doc, start, end, head, name, country=other)
    if folded in lex.organizations() and not (ent.label_ == "PERSON" and len(name.split()) == 1 and folded in surnames):
        return known_organization(start, end, head, name)
    demonym = next((code for word in reversed(folded.split()) if (code := lex.demonyms().get(word))), None)
    if ent.label_ == "NORP" or (demonym and folded in lex.demonyms()):
        return nationality(doc, start, end, head, name, demonym)
    if folded in lex.subnational() and not (ent.label_ == "PERSON" and (folded in surnames or (end - start > 1 and "-" not in name))):
        return place(doc, start, end, head, name)
    if ent.label_ == "PERSON":
        return person(doc, start, end, name)
    if ent.label_ in ("GPE", "LOC", "FAC"):
        kind = organization_kind(name)
        if kind and ent.label_ != "FAC" and name.split()[-1].lower() not in lex.word_set("place_nouns"):
            return organization(doc, start, end, head, name)
        return place(doc, start, end, head, name, facility=ent.label_ == "FAC")
    last = name.split()[-1].lower()
    if ent.label_ == "ORG" and last in lex.word_set("place_nouns") - {"bank", "state"} and not organization_kind(" ".join(name.split()[:-1])):
        return place(doc, start, end, head, name)
    return organization(doc, start, end, head, name) if ent.label_ == "ORG" else speaking_name(doc, end - 1, surnames)


def entity_bounds(doc: Doc, ent: Span) -> tuple[int, int]:
    """Token range of the entity without possessive and article, with the noun that completes its name."""
    start, end = ent.start, ent.end
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_space or doc[end - 1].text in ("'s", "’s", ",", ".")):
        end -= 1
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in '"“') or doc[start].text in '"“'):
        start += 1
    if end > start and end < len(doc) and doc[end].pos_ == "PROPN" and doc[end - 1].head.i == doc[end].i and not doc[end].ent_type_:
        if doc[end].lower_ in lex.word_set("place_nouns") or doc[end].lower_ in lex.organization_words():
            end += 1
    return start, end


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


def country_mention(doc: Doc, start: int, end: int, name: str) -> Mention:
    """A country by its name."""
    entity = lex.countries()[lex.fold(name)]
    resolution = "exact" if lex.fold(name) == lex.fold(entity.name) else "alias"
    return Mention(
        start,
        end,
        doc[start:end].root.i,
        "named",
        "country",
        entity.name,
        "country",
        entity.country,
        None,
        number="singular",
        key=entity.key,
        resolution=resolution,
        confidence=0.95,
        rule="country",
        place_name=name,
    )


def known_organization(start: int, end: int, head: Token, name: str) -> Mention:
    """An organization of the gazetteer."""
    entity = lex.organizations()[lex.fold(name)]
    resolution = "exact" if lex.fold(name) == lex.fold(entity.name) else "acronym" if name.isupper() else "alias"
    return Mention(
        start,
        end,
        head.i,
        "named",
        "organization",
        entity.name,
        entity.actor_type,
        entity.country,
        entity.sector,
        key=entity.key,
        resolution=resolution,
        confidence=0.9,
        rule="organization_gazetteer",
    )


def nationality(doc: Doc, start: int, end: int, head: Token, name: str, country: str | None) -> Mention | None:
    """A people (`Iraqis`, `the Sunni Muslims`), or a nation behind an adjective (`the Iraqi offensive`)."""
    if head.dep_ in ("amod", "compound", "nmod") and head.head.pos_ in ("NOUN", "PROPN"):
        noun = head.head
        if noun.lemma_.lower() in lex.agent_nouns() or country is None or (noun.pos_ == "PROPN" and noun.ent_type_):
            return None
        return Mention(
            start,
            end,
            head.i,
            "named",
            "country",
            lex.country_names().get(country, name),
            "country",
            country,
            key=f"country:{country}",
            resolution="demonym",
            confidence=0.7,
            rule="demonym",
        )
    plural = head.tag_ in ("NNS", "NNPS") or name.endswith("s") or bool(start and doc[start - 1].lower_ == "the") or doc[start].lower_ == "the"
    key = f"people:{country or ''}:{lex.fold(name) if not country else ''}"
    return Mention(
        start,
        end,
        head.i,
        "nominal",
        "group" if plural else "person",
        name,
        "population" if plural else "person",
        country,
        "CVL" if plural and country else None,
        number="plural" if plural else "singular",
        key=key,
        resolution="demonym" if country else "nominal",
        confidence=0.6,
        rule="people",
    )


def place(doc: Doc, start: int, end: int, head: Token, name: str, *, facility: bool = False) -> Mention:
    """A place that is no country; it is an actor only where it acts like one, which the layer above decides."""
    region = lex.partially_recognized().get(lex.fold(name))
    if region is not None:
        return Mention(
            start,
            end,
            head.i,
            "named",
            "place",
            region.name,
            "government",
            region.country,
            "PRE",
            key=region.key,
            resolution="exact",
            place_name=name,
            confidence=0.7,
            rule="partially_recognized",
        )
    within = None
    if end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].ent_type_ in ("GPE", "LOC"):
        within = doc[end + 1].ent_iob_ and next((clean_name(doc, e.start, e.end) for e in doc[end + 1].sent.ents if e.start <= end + 1 < e.end), None)
    return Mention(
        start,
        end,
        head.i,
        "named",
        "facility" if facility else "place",
        name,
        None,
        lex.subnational().get(lex.fold(name)),
        place_name=None if facility else name,
        place_within=within,
        is_actor=False,
        confidence=0.7,
        rule="facility" if facility else "place",
    )


def organization_kind(name: str) -> lex.Kind | None:
    """What the words of an organization's name say it is: the word of highest priority, the last of equal ones."""
    best: tuple[int, lex.Kind] | None = None
    for word in name.replace("-", " ").split():
        known = lex.organization_words().get(word.lower().strip(".,'’"))
        if known and (best is None or known[0] >= best[0]):
            best = known
    return best[1] if best else None


def possessing_country(doc: Doc, head: Token) -> str | None:
    """Country that a possessor or adjective before a name gives: `Chile's Defense Department` is not the American one."""
    owners = [c for c in head.children if c.dep_ in ("poss", "amod", "nmod", "compound") and c.ent_type_ in ("GPE", "NORP")]
    return next((code for c in owners if (code := modifier_country(doc, c.left_edge.i, c.i + 1))), None)


def organization(doc: Doc, start: int, end: int, head: Token, name: str, *, country: str | None = None) -> Mention:
    """An organization the gazetteer does not know."""
    kind = organization_kind(name)
    country = country or modifier_country(doc, start, end) or modifier_country(doc, noun_start(head), start)
    acronym = name.isupper() and len(name) <= 6
    return Mention(
        start,
        end,
        head.i,
        "named",
        "organization",
        name,
        kind.actor_type if kind else "organization",
        country,
        kind.sector if kind else None,
        resolution="acronym" if acronym else "exact",
        confidence=0.75 if kind else 0.55,
        rule="organization",
    )


def modifier_country(doc: Doc, start: int, end: int) -> str | None:
    """Country of the last nationality or country named in a token range."""
    for i in range(end - 1, start - 1, -1):
        code = lex.demonyms().get(doc[i].lower_)
        if code is None and doc[i].ent_type_ == "GPE":
            ent = next((e for e in doc[i].sent.ents if e.start <= i < e.end), None)
            entity = lex.countries().get(lex.fold(ent.text)) if ent is not None else None
            code = entity.country if entity else lex.subnational().get(lex.fold(ent.text)) if ent is not None else None
        if code:
            return code
    return None


def person(doc: Doc, start: int, end: int, name: str) -> Mention | None:
    """A person with the title before the name; the name is without it."""
    while start < end - 1 and doc[start].lower_.rstrip(".") in lex.titles():
        start += 1
    name = clean_name(doc, start, end)
    head = doc[start:end].root
    left = min(noun_start(head), start) if head.i < end else start
    role, sector, gender, country = title_before(doc, max(left, start - 16), start)
    leader = lex.leaders().get(lex.fold(name))
    if leader is not None and country in (None, leader.country):
        country, sector, gender = country or leader.country, sector or leader.sector, gender or leader.gender
    first = name.split()[0].lower().strip(".") if name.split() else ""
    if not gender and len(name.split()) > 1:
        gender = lex.given_names().get(first)
    return Mention(
        left if role or honorific(doc, left, start) else start,
        end,
        head.i,
        "named",
        "person",
        name,
        "person",
        country,
        sector,
        gender,
        role=role,
        resolution="exact" if len(name.split()) > 1 else "alias",
        confidence=0.85 if len(name.split()) > 1 else 0.7,
        rule="person",
    )


def honorific(doc: Doc, start: int, end: int) -> bool:
    """Whether only an honorific stands in the range."""
    return any(doc[i].lower_ in HONORIFICS for i in range(start, end))


def title_before(doc: Doc, start: int, end: int) -> tuple[str | None, str | None, str | None, str | None]:
    """Role, sector, gender and country that the words before a name give."""
    if start >= end:
        return None, None, None, None
    country = modifier_country(doc, start, end)
    gender = None
    for begin in range(start, end):
        text = " ".join(t.lower_ for t in doc[begin:end]).rstrip(".")
        kind = lex.titles().get(text) or lex.agent_nouns().get(doc[end - 1].lemma_.lower() if begin == end - 1 else text)
        if kind:
            gender = kind.gender
            if text in {h.rstrip(".") for h in HONORIFICS}:
                return None, None, gender, country
            was = kind.sector in STATE_SECTORS and any(t.lower_ in FORMER for t in doc[start:end])
            return role_text(doc, begin, end), "ELI" if was else kind.sector, gender, country
    return None, None, gender, country


def role_text(doc: Doc, start: int, end: int) -> str:
    """The role as written, on one line."""
    return " ".join(doc[start:end].text.split())


def missed_names(doc: Doc) -> list[Mention]:
    """Countries and organizations of the gazetteers that the recognizer passed over."""
    surnames = {ent[-1].lower_ for ent in doc.ents if ent.label_ == "PERSON"}
    found = []
    i = 0
    while i < len(doc):
        if doc[i].ent_type_ or not (doc[i].pos_ == "PROPN" or doc[i].text[:1].isupper()):
            i += 1
            continue
        step = 1
        unknown = speaking_name(doc, i, surnames)
        if unknown is not None:
            found.append(unknown)
        for size in (5, 4, 3, 2, 1):
            span = doc[i : i + size]
            if i + size > len(doc) or any(t.ent_type_ or t.is_space for t in span) or span[-1].pos_ not in ("PROPN", "NOUN", "ADJ"):
                continue
            if size == 1 and (doc[i].pos_ != "PROPN" or len(doc[i]) < 3):
                continue
            name = clean_name(doc, i, i + size)
            if lex.fold(name) in lex.organizations():
                found.append(known_organization(i, i + size, span.root, name))
            elif lex.fold(name) in lex.countries() and span.root.pos_ == "PROPN":
                found.append(country_mention(doc, i, i + size, name))
            else:
                continue
            step = size
            break
        i += step
    return found


def speaking_name(doc: Doc, i: int, surnames: set[str]) -> Mention | None:
    """A name the recognizer passed over: a surname it knows elsewhere, or a proper noun that is the subject of a verb of saying."""
    token = doc[i]
    if (
        token.pos_ != "PROPN"
        or not token.is_alpha
        or token.dep_ in ("compound", "amod", "nmod")
        or token.lower_ in lex.titles()
        or (token.text.isupper() and len(token) < 3)
    ):
        return None
    start = i
    while (
        start > 0
        and doc[start - 1].pos_ == "PROPN"
        and not doc[start - 1].ent_type_
        and doc[start - 1].head.i == i
        and doc[start - 1].lower_ not in lex.titles()
    ):
        start -= 1
    name = clean_name(doc, start, i + 1)
    if (
        lex.fold(name) in lex.countries()
        or lex.fold(name) in lex.organizations()
        or lex.fold(name) in lex.subnational()
        or token.lemma_.lower() in lex.agent_nouns()
    ):
        return None
    known = token.lower_ in surnames
    says = token.dep_ == "nsubj" and any(cue.strength >= 0.8 for cue in lex.cue_verbs().get(token.head.lemma_.lower(), ()))
    if not known and not says:
        return None
    if known or doc[start].lower_ in lex.given_names() or has_title(doc, start):
        found = person(doc, start, i + 1, name)
        if found is not None:
            found.confidence, found.rule = 0.55, "speaking_name"
        return found
    return Mention(start, i + 1, i, "named", "organization", name, "organization", resolution="exact", confidence=0.45, rule="speaking_name")


def has_title(doc: Doc, start: int) -> bool:
    """Whether a title stands right before a token."""
    return start > 0 and (doc[start - 1].lower_.rstrip(".") in lex.titles() or doc[start - 1].lemma_.lower() in lex.agent_nouns())


def pronominal(token: Token) -> Mention | None:
    """A personal or possessive pronoun that can refer to an actor."""
    if token.tag_ not in ("PRP", "PRP$") or token.dep_ == "expl" or token.lower_ not in PRONOUNS or token.text == "i":
        return None
    if token.text == "US":
        return None
    if token.lower_ == "it" and is_expletive(token):
        return None
    entity_type, gender, number = PRONOUNS[token.lower_]
    return Mention(token.i, token.i + 1, token.i, "pronominal", entity_type, token.text, gender=gender, number=number, confidence=0.5, rule="pronoun")


def is_expletive(token: Token) -> bool:
    """Whether `it` stands for no thing: `it is worth noting`, `it seems that`."""
    verb = token.head
    if verb.lemma_ == "be" and any(
        c.dep_ in ("acomp", "attr") and any(g.dep_ in ("xcomp", "ccomp", "acl", "relcl", "prep") for g in c.children) for c in verb.children
    ):
        return True
    if verb.lemma_ in ("be", "seem", "appear", "turn", "happen", "remain", "rain", "snow", "matter") and any(
        c.dep_ in ("ccomp", "advcl", "xcomp") for c in verb.children
    ):
        return True
    return verb.lemma_ in ("rain", "snow")


def nominal(token: Token, taken: dict[int, Mention]) -> Mention | None:
    """A noun phrase headed by a noun that stands for actors."""
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "nmod", "amod"):
        return None
    doc, lemma = token.doc, token.lemma_.lower()
    start = noun_start(token)
    if in_title(doc, token.i, token.i + 1) or in_complex_preposition(token):
        return None
    pair = f"{doc[token.i - 1].lower_} {lemma}" if token.i > start else ""
    kind = (
        lex.agent_nouns().get(pair)
        or lex.agent_nouns().get(lemma)
        or lex.titles().get(" ".join(t.lower_ for t in doc[start : token.i + 1] if t.dep_ != "det"))
    )
    if kind is None:
        return None
    body = modifier_organization(doc, start, token.i)
    country = modifier_country(doc, start, token.i) or (body.country if body else None) or owner_country(token, taken)
    sector = kind.sector
    if body is not None and (lemma in lex.word_set("generic_heads") or sector in (None, "UAF")):
        sector = body.sector or sector
    elif sector is None or lemma in lex.word_set("generic_heads"):
        sector = modifier_sector(doc, start, token.i) or affiliation_sector(token, taken) or sector
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


FORMER = {"former", "ex", "onetime", "erstwhile"}


def modifier_organization(doc: Doc, start: int, end: int) -> lex.Entity | None:
    """The organization of the gazetteer that a description names before its head: `Boko Haram gunmen`, `a White House official`."""
    if not any(doc[i].ent_type_ for i in range(start, end)):
        return None
    for ent in doc[start:end].ents:
        entity = lex.organizations().get(lex.fold(ent.text))
        if entity is not None:
            return entity
    return None


def in_complex_preposition(token: Token) -> bool:
    """Whether the noun is part of `in front of`, `on behalf of`, `at the hands of`."""
    after = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return (
        token.dep_ == "pobj"
        and after == "of"
        and token.head.lower_ in ("in", "on", "at", "by", "under")
        and token.lemma_.lower() in ("front", "behalf", "hand", "head", "party", "member")
    )


STATE_SECTORS = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"}
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


def modifier_sector(doc: Doc, start: int, end: int) -> str | None:
    """Sector that the words before a general noun give: `government forces`, `rebel leader`."""
    for i in range(end - 1, start - 1, -1):
        lemma = doc[i].lemma_.lower()
        kind = lex.agent_nouns().get(lemma)
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


def span_of(doc: Doc, mention: Mention) -> tuple[int, int]:
    """Character range of a mention."""
    return chars(doc, mention.start, mention.end)
