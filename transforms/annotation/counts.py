"""How many people a noun phrase counts, where it says so exactly enough to add up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from seeds.reader import rows
from transforms.annotation import lexicons as lex

if TYPE_CHECKING:
    from spacy.tokens import Token

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,9}")
SCALED = re.compile(r"(\d{1,4})(?:\.(\d{1,6}))? (thousand|million|m|k)")
RANGE = re.compile(r"(?:between |from )?(.+?) ?(?:-|–|—|\bto\b|\bor\b|\band\b) ?(.+)")
LOWER = re.compile(
    r"^(?:at least|more than|over|upwards? of|in excess of|(?:not|no) (?:fewer|less) than|an? minimum of|well over) "
    r"| (?:or more|or so more|plus)$|\+$"
)
UPPER = re.compile(r"^(?:up to|as (?:many|much) as|(?:fewer|less) than|under|below|at most|no more than|not more than|an? maximum of) ")
NEAR = re.compile(
    r"^(?:about|around|some|nearly|almost|roughly|approximately|an estimated|estimated|exactly|just|only|the|all|another"
    r"|an? (?:further|additional|total of)|those|these) | or so$"
)
NOBODY = {"nobody", "none", "no-one"}
SINGULAR = {"a", "an", "the", "this", "that", "another", "each", "one", "my", "his", "her", "its", "our", "your", "their"}
ONE_PERSON = {"i", "me", "he", "him", "she", "her", "himself", "herself", "myself", "someone", "somebody"}
SHARES = {"percent", "percentage", "%", "cent", "half", "third", "quarter", "majority", "minority", "most", "rest", "thirds", "quarters"}
NUMERAL_RIGHT = {"conj", "cc", "prep", "punct", "quantmod", "advmod"}


@cache
def values(kind: str) -> dict[str, int]:
    """Words of one kind of `number_words` with what they count."""
    return {row["word"]: int(row["value"] or 0) for row in rows("lexicons/number_words") if row["kind"] == kind}


@cache
def collectives() -> frozenset[str]:
    """Singular nouns that stand for many: no `one` may be read from them."""
    return frozenset(values("collective")) | {noun for noun, kind in lex.agent_nouns().items() if kind.number in ("group", "organization", "number")}


def parse_number(text: str) -> int | None:
    """The whole number a text is, in digits or words up to millions; None if it is vague, a fraction or no number.

    `1,200`, `1.2 million`, `two hundred and fifty`, `half a dozen`, `a couple of`; not `dozens`, `2.5`, `15-20`.
    """
    plain = " ".join(text.lower().split())
    if DIGITS.fullmatch(plain):
        return int(plain.replace(",", ""))
    scaled = SCALED.fullmatch(plain)
    return scaled_number(scaled) if scaled else word_number(plain.replace("-", " ").split())


def scaled_number(match: re.Match[str]) -> int | None:
    """`1.2 million`, exact in integers; None if the fraction is finer than the scale."""
    scale = 1_000_000 if match[3] in ("million", "m") else 1_000
    fraction = match[2] or ""
    thousandths = int(match[1] + fraction) * scale
    return thousandths // 10 ** len(fraction) if thousandths % 10 ** len(fraction) == 0 else None


def word_number(words: list[str]) -> int | None:
    """A number in words, read as English forms it; None where the words do not form one."""
    dozens = dozen_number(words)
    if dozens is not None or not words:
        return dozens
    if words[0] in ("a", "an") and len(words) > 1 and words[1] in values("scale"):
        words = ["one", *words[1:]]
    total, current, ceiling = 0, 0, 1_000_000_000
    for word in words:
        unit, scale = values("number").get(word), values("scale").get(word)
        if word == "and" and (current >= 100 or total):
            continue
        if unit is not None and (current == 0 or fits_after(current, unit)):
            current += unit
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif scale and scale > 100 and current > 0 and scale < ceiling:
            total, current, ceiling = total + current * scale, 0, scale
        else:
            return None
    return total + current if words[-1] != "and" else None


def fits_after(current: int, unit: int) -> bool:
    """Whether a number word may follow what was read: `twenty` `five`, `hundred` `fifty`, but not `five` `six`."""
    below = current % 100
    return (below == 0 and unit > 0) or (below >= 20 and below % 10 == 0 and 0 < unit < 10)


def dozen_number(words: list[str]) -> int | None:
    """`a dozen`, `half a dozen`, `two dozen`, `a couple of`, `a pair of`, `both`."""
    words = words[:-1] if words[-1:] == ["of"] else words
    if words in (["half", "a", "dozen"], ["half", "dozen"], ["a", "half", "dozen"]):
        return 6
    if words == ["both"]:
        return 2
    if words[-1:] == ["dozen"]:
        count = 1 if words[:-1] in ([], ["a"], ["one"]) else word_number(words[:-1]) if words[0] != "dozen" else None
        count = int(words[0]) if len(words) == 2 and words[0].isdigit() else count
        return count * 12 if count else None
    return values("group_of").get(words[-1]) if words and words[:-1] in ([], ["a"], ["the"]) else None


def quantity(phrase: str) -> tuple[int, bool] | None:
    """A number with its qualifier, and whether it is a lower limit; None for an upper limit or a vague one.

    Of a range the lower end counts, as a minimum.
    """
    plain = re.sub(r" ?([-–—]) ?", r"\1", " ".join(phrase.lower().split()))
    if UPPER.search(plain):
        return None
    minimum, trimmed = bool(LOWER.search(plain)), LOWER.sub("", plain)
    while (shorter := NEAR.sub("", trimmed)) != trimmed:
        trimmed = shorter
    number = parse_number(trimmed)
    if number is not None:
        return number, minimum
    ends = RANGE.fullmatch(trimmed)
    low, high = (parse_number(ends[1]), parse_number(ends[2])) if ends else (None, None)
    return (low, True) if low is not None and high is not None and low < high else None


def number_of(token: Token) -> tuple[int, bool] | None:
    """How many a noun says there are, and whether it is a minimum; None where it does not say or is vague.

    A bare plural, `dozens`, `several`, `up to 50` and nouns for groups are None: null is better than invented.
    """
    word, lemma = token.lower_, token.lemma_.lower()
    if word in SHARES or lemma in SHARES:
        return None
    if word in NOBODY or any(child.dep_ == "det" and child.lower_ == "no" for child in token.children):
        return 0, False
    if token.tag_ == "CD" or word in values("number"):
        return quantity(phrase_up_to(token, with_self=True))
    phrase = numeral_phrase(token)
    if phrase is not None:
        return None if token.lower_ in values("scale") else quantity(phrase)
    if word in values("group_of") or word == "dozen":
        return quantity(phrase_up_to(token, with_self=True))
    if lemma in values("collective"):
        return number_within(token)
    whole = partitive(token)
    return one_of(token) if whole is None else number_of(whole)


def partitive(token: Token) -> Token | None:
    """The numeral of `five of the soldiers`, `a couple of soldiers`, asked of the soldiers."""
    if token.dep_ != "pobj" or token.head.lower_ != "of":
        return None
    above = token.head.head
    return above if above.tag_ == "CD" or above.lower_ in values("group_of") or above.lower_ in ("dozen", "none") else None


def numeral_phrase(token: Token) -> str | None:
    """The words of the numeral before a noun, qualifiers included; None if it has no numeral there."""
    for child in token.lefts:
        if child.dep_ == "nummod" or (child.tag_ == "CD" and child.dep_ in ("amod", "compound", "quantmod")):
            return phrase_up_to(child, before=token.i)
        if child.lower_ == "both":
            return "both"
    return between(token)


def phrase_up_to(token: Token, *, before: int | None = None, with_self: bool = False) -> str:
    """Text of the numeral at the token with its qualifiers to the left, and to the right as far as `before`."""
    last = before if before is not None else token.i + 1
    right = {t.i for child in token.children if child.dep_ in NUMERAL_RIGHT and child.lower_ != "of" for t in child.subtree}
    keep = [t for t in token.subtree if t.i <= token.i or (t.i in right and (t.i < last or (with_self and is_numeric(t))))]
    return " ".join(t.text for t in keep)


def is_numeric(token: Token) -> bool:
    """Whether the token may continue a numeral to its right."""
    return token.tag_ in ("CD", "TO", "SYM", "HYPH") or token.lower_ in ("or", "more", "to", "-", "–")


def between(token: Token) -> str | None:
    """`between 15 and 20` before a noun: the parser hangs it on the verb, so the words themselves are read."""
    start = token.left_edge.i
    words = [t.lower_ for t in token.doc[max(0, start - 4) : start]]
    if len(words) == 4 and words[0] in ("between", "from") and words[2] in ("and", "to"):
        return " ".join(words)
    return None


def number_within(token: Token) -> tuple[int, bool] | None:
    """The number inside `a crowd of 200`, `a family of five`, `a total of 15 people`; None if the group has none."""
    for preposition in token.children:
        if preposition.dep_ == "prep" and preposition.lower_ == "of":
            for child in preposition.children:
                inner = number_of(child) if child.dep_ == "pobj" and child.tag_ in ("CD", "NNS", "NNPS") else None
                if inner is None or token.lower_ == "maximum":
                    return None
                return inner[0], inner[1] or token.lower_ == "minimum"
    return None


def one_of(token: Token) -> tuple[int, bool] | None:
    """One, for a pronoun or name of one person, or a singular noun with an article or owner."""
    if token.lower_ in ONE_PERSON or (token.tag_ == "NNP" and token.ent_type_ == "PERSON"):
        return 1, False
    if word_is_age(token):
        return (1, False) if any(child.dep_ == "det" and child.lower_ in SINGULAR for child in token.children) else None
    if token.tag_ not in ("NN", "NNP") or token.lemma_.lower() in collectives() or token.lower_ in collectives():
        return None
    if any(child.lower_ in ("every", "any", "many") for child in token.children):
        return None
    owned = any(child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in SINGULAR) for child in token.children)
    return (1, False) if owned and token.tag_ == "NN" else None


def word_is_age(token: Token) -> bool:
    """Whether a word is the end of `a 12-year-old`, who is not said to be a boy or a girl."""
    return token.lower_ == "old" and token.i > 1 and token.doc[token.i - 2].lower_ in ("year", "month", "week", "day")


def listed(token: Token) -> list[Token]:
    """The token and the rest of a list of numbers the parser took for an apposition (`two policemen, three soldiers and a civilian`)."""
    found = [token]
    for child in token.children:
        if child.dep_ == "appos" and numeral_phrase(child) is not None and any(c.dep_ == "conj" for c in child.children):
            found += [child, *(c for c in child.children if c.dep_ == "conj")]
    return found


def count_people(tokens: Sequence[Token]) -> int | None:
    """Sum over coordinated heads, each counted once; None if there are none or one of them does not say how many."""
    heads = {head.i: head for token in tokens for head in listed(token)}
    counts = [number_of(head) for head in heads.values()]
    known = [count[0] for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None
