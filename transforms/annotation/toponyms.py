"""When a name is that of a place although the recognizer took it for a person or a body, or passed over it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.mention import Mention
from transforms.annotation.modifiers import clean_name, has_title, organization_kind

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_LARGER = 3
"""Tokens of the name of a larger place behind a town: `, West Virginia`, `, N. C.`."""
LONGEST_TOWN = 4
COUNTY = (" county", " parish")


def larger_behind(doc: Doc, end: int) -> str | None:
    """The country or first-level region named right behind a place: `, Ohio`, `, Ky.`, ` (France)`, ` TX`."""
    begin = end + 1 if end < len(doc) and doc[end].text in (",", "(") else end
    for stop in range(min(begin + LONGEST_LARGER, len(doc)), begin, -1):
        span = doc[begin:stop]
        if lex.fold(span.text) in lex.larger_names() and span[0].text[0].isupper() and (begin > end or is_postal(span.text)):
            return span.text if len(span.text) > 2 or is_postal(span.text) else None
    return None


def is_postal(text: str) -> bool:
    """Whether a text may be the postal abbreviation of a state or province."""
    return len(text) == 2 and text.isupper()


@lru_cache(maxsize=1)
def tagged_places(doc: Doc) -> frozenset[str]:
    """Names that the recognizer takes for places somewhere in the text."""
    return frozenset(lex.fold(ent.text) for ent in doc.ents if ent.label_ == "GPE")


@lru_cache(maxsize=1)
def entered_places(doc: Doc) -> frozenset[str]:
    """Names that stand somewhere in the text behind `in`, `near` and the like, or before a larger place."""
    return frozenset(
        lex.fold(ent.text)
        for ent in doc.ents
        if (ent.start and doc[ent.start - 1].lower_ in lex.word_set("inside_words")) or (ent.end < len(doc) and larger_behind(doc, ent.end))
    )


def is_surname(doc: Doc, start: int, end: int, folded: str, surnames: set[str]) -> bool:
    """Whether a single word that the recognizer takes for a place is a person's name said before: `Brown` after `Gordon Brown`."""
    return end - start == 1 and folded in surnames and folded not in entered_places(doc) and not is_civic(doc, end)


def is_town(doc: Doc, start: int, end: int, name: str, surnames: set[str], *, label: str) -> bool:
    """Whether a name that some town has is a place here: by the words around it, or by what it is elsewhere in the text."""
    folded = lex.fold(name)
    if folded not in lex.towns() or has_title(doc, start) or (start > 0 and doc[start - 1].text in ("@", "#")):
        return False
    if larger_behind(doc, end) and doc[end].text == ",":
        return True
    before = doc[start - 1].lower_ if start else ""
    whole = end == len(doc) or doc[end].pos_ != "PROPN" or doc[end - 1].head.i != doc[end].i
    if whole and before in lex.word_set("inside_words") and label:
        return True
    if folded in surnames and label == "PERSON":
        return False
    if whole and label == "ORG" and before in lex.word_set("reaching_words"):
        return True
    return is_civic(doc, end) or (folded in tagged_places(doc) and whole) or (bool(label) and whole and in_list(doc, start, end))


def is_civic(doc: Doc, end: int) -> bool:
    """Whether the name modifies a word such as police, mayor or residents."""
    return (
        end < len(doc)
        and doc[end].ent_type_ != "PERSON"
        and doc[end].lemma_.lower() in lex.word_set("civic_words") | lex.word_set("school_words")
        and doc[end - 1].head.i >= end
    )


def in_list(doc: Doc, start: int, end: int) -> bool:
    """Whether the name is joined to a place by a comma or `and`."""
    before, behind = doc[max(0, start - 2) : start], doc[end : end + 2]
    left = len(before) == 2 and before[1].lower_ in (",", "and") and before[0].ent_type_ == "GPE"
    right = len(behind) == 2 and behind[0].lower_ in (",", "and") and behind[1].ent_type_ == "GPE"
    return left or right


def places_in_names(doc: Doc, taken: dict[int, Mention]) -> list[Mention]:
    """Places inside the names of local bodies and before titles: `Anderson County` in `Anderson County Sheriff's Office`."""
    tagged = tagged_places(doc)
    ways = lex.word_set("way_words")
    found = []
    for mention in list(taken.values()):
        behind = doc[mention.end].lower_ if mention.end < len(doc) else ""
        if doc[mention.end - 1].lower_.rstrip(".") in ways or behind in ways:
            continue
        if mention.rule not in ("organization", "facility", "person", "place") or mention.end - mention.start < 2:
            continue
        span = first_place(doc, mention, tagged) or last_place(doc, mention, tagged)
        if span and (head := doc[span[0] : span[1]].root.i) not in taken:
            name = clean_name(doc, *span)
            found.append(Mention(*span, head, "named", "place", name, place_name=name, is_actor=False, confidence=0.5, rule="place_in_name"))
    return found


def first_place(doc: Doc, mention: Mention, tagged: frozenset[str]) -> tuple[int, int] | None:
    """The place with which a longer name begins, if what follows says that it is one."""
    start = mention.start + (doc[mention.start].lower_ == "the")
    ways = lex.word_set("way_words")
    for end in range(min(start + LONGEST_TOWN, mention.end - 1), start, -1):
        folded = lex.fold(doc[start:end].text)
        if folded.endswith(COUNTY) and folded in lex.towns():
            return start, end
        if mention.rule == "place" or not doc[start].is_title or is_medium(mention.name):
            continue
        if folded in lex.word_set("no_towns"):
            continue
        known = folded in lex.towns() or folded in lex.subnational()
        if doc[end].lower_ in ways:
            continue
        civic = doc[end].lemma_.lower() in (lex.titles() if mention.rule == "person" else lex.word_set("civic_words"))
        if known and (civic or (mention.rule != "person" and folded in tagged)):
            return start, end
        if mention.rule == "organization" and lex.subnational().get(folded) and folded not in lex.towns():
            return start, end
    return None


def last_place(doc: Doc, mention: Mention, tagged: frozenset[str]) -> tuple[int, int] | None:
    """The place behind the last `of` of a longer name: `University of Florida`."""
    if mention.rule != "organization" or is_medium(mention.name):
        return None
    of = next((i for i in range(mention.end - 2, mention.start, -1) if doc[i].lower_ == "of"), None)
    if of is None or mention.end - of - 1 > LONGEST_TOWN:
        return None
    folded = lex.fold(doc[of + 1 : mention.end].text)
    return (of + 1, mention.end) if folded in lex.subnational() or folded in tagged or folded in lex.countries() else None


def is_medium(name: str) -> bool:
    """Whether the name is that of a newspaper or a station, whose place says little."""
    kind = organization_kind(name)
    return kind is not None and kind.actor_type == "media"
