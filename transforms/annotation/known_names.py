"""Which spans the gazetteers know by name, whatever the recognizer made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from transforms.annotation import lexicons as lex

if TYPE_CHECKING:
    from spacy.tokens import Doc

LABELS = {"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT"}
"""The recognizer's labels for what may be an actor or a place."""


class Range(NamedTuple):
    """A token range that names something, and of which kind."""

    start: int
    end: int
    label: str


def name_ranges(doc: Doc) -> list[Range]:
    """What the recognizer found, and the names of more than one word that the gazetteers know.

    A known name counts more than a recognized one, unless that goes further on both sides or on one: `Bank of America
    Plaza` is no bank, but `Jean-Yves` and `Le Drian` are one man.
    """
    found = [Range(ent.start, ent.end, ent.label_) for ent in doc.ents if ent.label_ in LABELS and any(c.isalpha() for c in ent.text)]
    by_token = {i: (ent.start, ent.end) for ent in doc.ents for i in range(ent.start, ent.end)}
    known = [name for name in known_ranges(doc) if not goes_further(doc, name, by_token)]
    covered = {i for name in known for i in range(name.start, name.end)}
    return sorted([*known, *(name for name in found if covered.isdisjoint(range(name.start, name.end)))])


def goes_further(doc: Doc, name: Range, by_token: dict[int, tuple[int, int]]) -> bool:
    """Whether the recognizer's name has the known one in it: words beside it that are neither title nor possessor."""
    spans = {by_token[i] for i in range(name.start, name.end) if i in by_token}
    for start, end in spans:
        before = [doc[i] for i in range(start, name.start) if doc[i].is_alpha and doc[i].lower_ != "the" and doc[i].lower_ not in lex.titles()]
        after = [doc[i] for i in range(name.end, end) if doc[i].is_alpha]
        if (start <= name.start and end >= name.end) and (before or after):
            return True
    return False


def known_ranges(doc: Doc) -> Iterator[Range]:
    """Names of more than one word that the gazetteers know, the longest at every place, none inside another."""
    starts, names, i = lex.known_starts(), lex.known_names(), 0
    while i < len(doc):
        first = lex.plain(doc[i].text).split() if doc[i].text[:1].isupper() else []
        longest = starts.get(first[0], 0) if first else 0
        end = longest_name(doc, i, longest, names) if longest else None
        if end is not None:
            yield Range(i, end[0], end[1])
            i = end[0]
        else:
            i += 1


def longest_name(doc: Doc, start: int, longest: int, names: Mapping[str, str]) -> tuple[int, str] | None:
    """End and label of the longest known name that begins at a token; its last word has a capital."""
    words: list[str] = []
    found = None
    for i in range(start, len(doc)):
        token = doc[i]
        if token.is_space or (token.is_punct and token.text not in "-–'’"):
            break
        if token.lower_ in ("'s", "’s") and words:
            words[-1] += "s"
        else:
            words += lex.plain(token.text).split() if not token.is_punct else []
        if len(words) > longest:
            break
        label = names.get(" ".join(words)) if token.text[:1].isupper() else None
        if label:
            found = (i + 1, label)
    return found
