"""Which spans name an actor or a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.datelines import Dateline
from transforms.annotation.grammar import noun_start
from transforms.annotation.known_names import Range, name_ranges
from transforms.annotation.mention import Mention
from transforms.annotation.modifiers import (
    clean_name,
    has_title,
    honorific,
    in_title,
    modifier_country,
    organization_kind,
    possessing_country,
    title_before,
)
from transforms.annotation.toponyms import is_surname, is_town, larger_behind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


OFFICES_OF_RANK = {"army chief", "chief of staff", "chief of the general staff", "commander", "commander in chief"}
"""Titles of soldiers that say what they do, not only what rank they hold: a head of state with a rank is one all the same."""
SAYING = 0.6
"""Strength of the weakest verb whose subject, an unknown proper noun, is taken for somebody who speaks."""


def dateline_places(doc: Doc, datelines: list[Dateline]) -> list[Mention]:
    """The places of the article's datelines, which are no actors; only one that is alone is where what follows happened."""
    found = []
    for dateline in datelines:
        for first, last in dateline.places:
            words = doc.char_span(first, last, alignment_mode="expand")
            if words is None:
                continue
            name = words.text.title() if words.text.isupper() else words.text
            place = Mention(words.start, words.end, words.root.i, "named", "place", name, confidence=0.7, rule="dateline")
            place.place_name, place.place_within = name, dateline.within
            place.is_actor, place.is_dateline = False, len(dateline.places) == 1
            found.append(place)
    return found


def named(doc: Doc) -> list[Mention]:
    """Mentions made from what the named entity recognizer found, corrected by what the gazetteers know."""
    ranges = name_ranges(doc)
    surnames = {doc[name.end - 1].lower_ for name in ranges if name.label == "PERSON" and name.end - name.start > 1}
    return [mention for name in ranges if (mention := from_entity(doc, name, surnames))]


def from_entity(doc: Doc, ent: Range, surnames: set[str]) -> Mention | None:
    """The mention behind a named entity; None where the entity is none (`State` in `Secretary of State`)."""
    start, end = entity_bounds(doc, ent)
    if start >= end or in_title(doc, start, end):
        return None
    name, head = clean_name(doc, start, end), doc[start:end].root
    folded = lex.fold(name)
    folded = lex.misspelt().get(folded, folded) if end - start == 1 and ent.label != "FAC" else folded
    if folded in lex.countries():
        return country_mention(doc, start, end, folded)
    body = lex.known_organizations().get(lex.plain(name))
    other = possessing_country(doc, start, end) if body else None
    if body and other is not None and body.country not in (other, None) and organization_kind(name):
        return organization(doc, start, end, head, name, country=other)
    if body and not (ent.label == "PERSON" and len(name.split()) == 1 and folded in surnames):
        return known_organization(start, end, head, name)
    demonym = next((code for word in reversed(folded.split()) if (code := lex.demonyms().get(word))), None)
    leader = folded not in lex.known_places() and lex.plain(name) in lex.leaders()
    if (ent.label == "NORP" and not leader) or (demonym and folded in lex.demonyms()):
        return nationality(doc, start, end, head, name, demonym)
    if folded in lex.subnational() and not (ent.label == "PERSON" and (folded in surnames or (end - start > 1 and "-" not in name))):
        return place(doc, start, end, head, name)
    if not leader and ent.label in ("PERSON", "ORG", "FAC", "PRODUCT") and is_town(doc, start, end, name, surnames, label=ent.label):
        return place(doc, start, end, head, name)
    if ent.label == "PERSON" and "&" in name:
        return organization(doc, start, end, head, name)
    if ent.label == "PERSON" or (leader and (" " in name or ent.label != "FAC")):
        return described_people(doc, start, end, name) or person(doc, start, end, name)
    if ent.label == "GPE" and is_surname(doc, start, end, folded, surnames):
        return person(doc, start, end, name)
    if ent.label in ("GPE", "LOC", "FAC"):
        kind = organization_kind(name)
        if kind and ent.label != "FAC" and name.split()[-1].lower() not in lex.word_set("place_nouns"):
            return organization(doc, start, end, head, name)
        return place(doc, start, end, head, name, facility=ent.label == "FAC")
    last = name.split()[-1].lower()
    if ent.label == "ORG" and last in lex.word_set("place_nouns") - {"bank", "state"} and not organization_kind(" ".join(name.split()[:-1])):
        return place(doc, start, end, head, name)
    return organization(doc, start, end, head, name) if ent.label == "ORG" else speaking_name(doc, end - 1, surnames)


def entity_bounds(doc: Doc, ent: Range) -> tuple[int, int]:
    """Token range of the entity without possessive and article, with the noun that completes its name."""
    start, end = ent.start, ent.end
    while end > start and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_space or doc[end - 1].text in ("'s", "’s", ",", ".")):
        end -= 1
    while start < end and (doc[start].is_space or (doc[start].is_punct and doc[start].text not in '"“') or doc[start].text in '"“'):
        start += 1
    if end > start and end < len(doc) and doc[end].pos_ == "PROPN" and doc[end - 1].head.i == doc[end].i and not doc[end].ent_type_:
        if doc[end].lower_ in lex.word_set("place_nouns") or doc[end].lower_ in lex.organization_words():
            end += 1
    article = next((i for i in range(start + 1, end) if doc[i].text == "the" and doc[i - 1].pos_ == "PROPN"), end)
    return start, article


def country_mention(doc: Doc, start: int, end: int, name: str) -> Mention:
    """A country by its name."""
    entity = lex.countries()[lex.fold(name)]
    name = clean_name(doc, start, end)
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
        place_name=name if doc[start].lower_ not in lex.misspelt() else entity.name,
    )


def known_organization(start: int, end: int, head: Token, name: str) -> Mention:
    """An organization of the gazetteer."""
    entity = lex.known_organizations()[lex.plain(name)]
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
    while start and doc[start - 1].lower_ in lex.demonyms() and doc[start - 1].head.i == head.i:
        start -= 1
    name = clean_name(doc, start, end)
    country = mixed_country(name) or country or lex.peoples().get(lex.fold(name))
    plural = head.tag_ in ("NNS", "NNPS") or name.endswith("s") or bool(start and doc[start - 1].lower_ == "the") or doc[start].lower_ == "the"
    key = f"people:{country or ''}:{lex.fold(name) if not country or lex.fold(name) not in lex.demonyms() else ''}:{'' if plural else 'one'}"
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


def mixed_country(name: str) -> str | None:
    """Country of a people named by two: where they live comes first, `Iraqi Kurds`, but in `Irish Americans` last."""
    first, _, last = lex.fold(name).partition(" ")
    if last.removesuffix("s") in lex.word_set("second_nationality"):
        return lex.demonyms().get(last)
    return lex.demonyms().get(first) if last else None


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
    country = lex.subnational().get(lex.fold(name)) or lex.capitals().get(lex.fold(name)) or lex.large_cities().get(lex.plain(name))
    within = larger_behind(doc, end)
    return Mention(
        start,
        end,
        head.i,
        "named",
        "facility" if facility else "place",
        name,
        None,
        country,
        place_name=None if facility else name,
        place_within=within,
        is_actor=False,
        confidence=0.7,
        rule="facility" if facility else "place",
    )


def organization(doc: Doc, start: int, end: int, head: Token, name: str, *, country: str | None = None) -> Mention:
    """An organization the gazetteer does not know; with `country`, another country's of a name that it does know."""
    key = f"org:{country}:{name}" if country else None
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
        key=key,
        resolution="acronym" if acronym else "exact",
        confidence=0.75 if kind else 0.55,
        rule="organization",
    )


def person(doc: Doc, start: int, end: int, name: str) -> Mention | None:
    """A person with the title before the name; the name is without it, and without common words before it (`coach Diallo`)."""
    common = [i for i in range(start, end - 1) if doc[i].is_lower and doc[i].is_alpha and doc[i].lower_ not in lex.word_set("name_particle")]
    start = common[-1] + 1 if common else start
    while start < end - 1 and doc[start].lower_.rstrip(".") in lex.titles():
        start += 1
    name = clean_name(doc, start, end)
    head = doc[start:end].root
    left = min(noun_start(head), start) if head.i < end else start
    role, sector, gender, country = title_before(doc, max(left, start - 16), start)
    leader = lex.leaders().get(lex.plain(name)) or titled_leader(name, role)
    if leader is not None and not role and has_namesakes(name, leader):
        leader = None
    if leader is not None and country in (None, leader.country):
        by_rank = sector in (None, "MIL", "REL") and (role or "").lower() not in OFFICES_OF_RANK
        country, gender = country or leader.country, gender or leader.gender
        sector = (leader.sector or sector) if by_rank else sector
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


def has_namesakes(name: str, leader: lex.Leader) -> bool:
    """Whether so many bear a name that without an office before it somebody else may be meant: `David Johnston, 34`."""
    first, last = lex.plain(name).split()[0], lex.plain(name).split()[-1]
    return leader.role not in lex.word_set("first_office") and last in lex.word_set("common_surname") and first in lex.given_names()


def titled_leader(name: str, role: str | None) -> lex.Leader | None:
    """Who is meant by an office and a surname, where all who held that office by that name were of one country: `President Assad`."""
    if not role or " " in name:
        return None
    bearers = lex.leaders_by_surname().get(lex.plain(name), ())
    held = [leader for leader in bearers if leader.role and (leader.role in role.lower() or role.lower() in leader.role)]
    return held[0] if held and len({(leader.country, leader.gender) for leader in held}) == 1 else None


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
            acronym = size == 1 and is_acronym(doc, i)
            if i + size > len(doc) or any(t.ent_type_ or t.is_space for t in span) or (span[-1].pos_ not in ("PROPN", "NOUN", "ADJ") and not acronym):
                continue
            if size == 1 and not acronym and (doc[i].pos_ != "PROPN" or len(doc[i]) < 3):
                continue
            name = clean_name(doc, i, i + size)
            if lex.plain(name) in lex.known_organizations():
                found.append(known_organization(i, i + size, span.root, name))
            elif lex.fold(name) in lex.countries() and span.root.pos_ == "PROPN":
                found.append(country_mention(doc, i, i + size, name))
            elif size == 1 and is_leader(doc, i, name) and (leader := person(doc, i, i + 1, name)):
                found.append(leader)
            elif span.root.pos_ == "PROPN" and is_town(doc, i, i + size, name, surnames, label=""):
                found.append(place(doc, i, i + size, span.root, name))
            else:
                continue
            step = size
            break
        i += step
    return found


def is_acronym(doc: Doc, i: int) -> bool:
    """Whether a word in capitals among others stands for an organization, whatever the tagger made of it: `the WHO`."""
    around = [t for t in doc[max(0, i - 3) : i + 4] if t.i != i and t.is_alpha]
    return len(doc[i]) > 2 and doc[i].text.isupper() and bool(around) and not any(t.text.isupper() and len(t) > 1 for t in around)


def is_leader(doc: Doc, i: int, name: str) -> bool:
    """Whether a single word that the recognizer passed over is by what the newspapers call a person in office: `Museveni`."""
    known = lex.plain(name) in lex.leaders() and lex.fold(name) not in lex.known_places() and name.lower() not in lex.given_names()
    return known and len(name) > 4 and doc[i].dep_ not in ("compound", "amod")


def described_people(doc: Doc, start: int, end: int, name: str) -> Mention | None:
    """People of a kind whom the recognizer took for one person: `Rakhine Buddhists`."""
    last = doc[end - 1]
    kind = lex.agent_kind(last.text) if last.lower_.endswith("s") and end - start > 1 else None
    if kind is None or kind.number != "person" or lex.plain(name) in lex.leaders() or (last.i + 1 < len(doc) and doc[last.i + 1].pos_ == "PROPN"):
        return None
    country = modifier_country(doc, start, end)
    if country is None and lex.group_adjectives().get(doc[start].lower_, "") == "":
        return None
    return Mention(
        start,
        end,
        last.i,
        "nominal",
        "group",
        name,
        "population",
        country,
        kind.sector,
        number="plural",
        key=f"people:{country or ''}:{lex.fold(name)}",
        resolution="nominal",
        confidence=0.55,
        rule="people",
    )


def speaking_name(doc: Doc, i: int, surnames: set[str]) -> Mention | None:
    """A name the recognizer passed over: a surname it knows elsewhere, or a proper noun that is the subject of a verb of saying."""
    token = doc[i]
    known = token.lower_ in surnames and token.text[:1].isupper()
    if (
        (token.pos_ != "PROPN" and not (known and token.dep_ == "nsubj"))
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
    says = token.dep_ == "nsubj" and any(cue.strength >= SAYING for cue in lex.cue_verbs().get(token.head.lemma_.lower(), ()))
    if not known and not says:
        return None
    if known or doc[start].lower_ in lex.given_names() or has_title(doc, start):
        found = person(doc, start, i + 1, name)
        if found is not None:
            found.confidence, found.rule = 0.55, "speaking_name"
        return found
    return Mention(start, i + 1, i, "named", "organization", name, "organization", resolution="exact", confidence=0.45, rule="speaking_name")
