"""Which mentions of a document refer to the same actor."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.annotation import lexicons as lex
from transforms.annotation.mention import PERSONAL_TYPES, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "jr.", "sr."}
ORGANIZATION_NOUNS = {
    "group",
    "organization",
    "organisation",
    "company",
    "firm",
    "agency",
    "party",
    "movement",
    "bank",
    "ministry",
    "union",
    "council",
    "team",
    "newspaper",
    "network",
    "body",
}
ARTICLE_TYPES = {
    "company": {"company", "firm", "bank", "manufacturer", "airline"},
    "party": {"party"},
    "media": {"newspaper", "network", "agency", "magazine", "channel", "broadcaster"},
}
PRONOUN_SENTENCES = 4
"""Sentences a pronoun looks back over: in news four in five antecedents stand in the same sentence or the one before."""


@dataclass(slots=True)
class Chain:
    """An actor as one document knows it."""

    name: str
    is_named: bool
    actor_type: str
    country: str | None = None
    sector: str | None = None
    key: str | None = None
    gender: str | None = None
    number: str = "singular"
    roles: list[str] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)


def resolve(doc: Doc, mentions: list[Mention]) -> list[Chain]:
    """Chains of the document; `chain` of every mention that was resolved is its chain's number.

    Names come first, over the whole document, so that a surname in the headline finds the full name below;
    then descriptions and third-person pronouns in the order of the text. What finds no antecedent stays without.
    """
    chains: list[Chain] = []
    sentence_of = [number for number, sentence in enumerate(doc.sents) for _ in sentence]
    reclassify(mentions)
    for mention in sorted((m for m in mentions if m.mention_type == "named" and m.is_actor), key=lambda m: (-len(m.name.split()), m.head)):
        link_name(mention, chains)
    for mention in mentions:
        if mention.mention_type == "nominal":
            link_nominal(doc, mention, mentions, chains)
        elif mention.mention_type == "pronominal" and mention.number != "first":
            link_pronoun(doc, mention, mentions, chains, sentence_of)
    for chain in chains:
        for mention in chain.mentions:
            mention.country, mention.sector = mention.country or chain.country, mention.sector or chain.sector
            mention.actor_type = mention.actor_type or chain.actor_type
    return chains


def reclassify(mentions: list[Mention]) -> None:
    """Make persons of single words that the recognizer took for organizations and that are a surname elsewhere in the document."""
    surnames = {name_words(m.name)[-1] for m in mentions if m.mention_type == "named" and m.actor_type == "person" and len(name_words(m.name)) > 1}
    for m in mentions:
        if m.rule == "organization" and m.name.lower() in surnames:
            m.entity_type = m.actor_type = "person"
            m.sector = m.country = None


def join(mention: Mention, number: int, chains: list[Chain], resolution: str | None = None, confidence: float | None = None) -> None:
    """Put a mention into a chain; the chain learns what the mention knows and it does not."""
    chain = chains[number]
    mention.chain = number
    mention.resolution = resolution or mention.resolution
    mention.confidence = confidence if confidence is not None else mention.confidence
    chain.mentions.append(mention)
    chain.country = chain.country or mention.country
    chain.sector = chain.sector or mention.sector
    chain.gender = chain.gender or (mention.gender if mention.mention_type != "pronominal" or mention.entity_type == "person" else None)
    if mention.role and mention.role not in chain.roles:
        chain.roles.append(mention.role)


def open_chain(mention: Mention, chains: list[Chain], *, is_named: bool) -> None:
    """A new chain that begins with the mention."""
    chains.append(Chain(mention.name, is_named, mention.actor_type or "organization", key=mention.key, number=mention.number))
    join(mention, len(chains) - 1, chains)


def name_words(name: str) -> list[str]:
    """Words of a personal name, lower case, without generational suffix and full stops."""
    parts = [w.strip(".,").lower() for w in name.replace("’", "'").split()]
    return [w for w in parts if w and w not in SUFFIXES]


def fits_name(short: str, full: str) -> bool:
    """Whether a personal name can be short for a fuller one: same last word, no first name against it."""
    a, b = name_words(short), name_words(full)
    if not a or not b or a[-1] != b[-1]:
        return False
    return len(a) == 1 or a[0] == b[0] or (a[0][0] == b[0][0] and min(len(a[0]), len(b[0])) == 1)


def link_name(mention: Mention, chains: list[Chain]) -> None:
    """Join a name to the chain of that name, or open one."""
    for number, chain in enumerate(chains):
        if mention.key or chain.key:
            if mention.key == chain.key:
                return join(mention, number, chains)
        elif mention.actor_type == "person" == chain.actor_type:
            if fits_name(mention.name, chain.name):
                whole = name_words(mention.name) == name_words(chain.name)
                return join(mention, number, chains, "exact" if whole and len(mention.name.split()) > 1 else "alias", 0.8)
            if len(mention.name.split()) == 1 and [mention.name.lower()] == name_words(chain.name)[:1] and len(chain.name.split()) > 1:
                return join(mention, number, chains, "alias", 0.6)
        elif mention.actor_type != "person" != chain.actor_type and same_organization(mention.name, chain.name):
            return join(mention, number, chains, "acronym" if mention.name.isupper() and mention.name != chain.name else None)
    open_chain(mention, chains, is_named=mention.mention_type == "named")


def same_organization(name: str, full: str) -> bool:
    """Whether two names are of one organization: equal, or one the initials of the other."""
    a, b = lex.fold(name), lex.fold(full)
    if a == b:
        return True
    initials = "".join(w[0] for w in re.findall(r"\w+", full) if w[0].isupper())
    return name.isupper() and len(name) > 1 and name.replace(".", "") == initials


def link_nominal(doc: Doc, mention: Mention, mentions: list[Mention], chains: list[Chain]) -> None:
    """Join a description to what it describes: apposition, role, the same words before; else open a chain."""
    apposed = apposition(doc, mention, mentions) or name_behind(doc, mention, mentions)
    if apposed is not None and apposed.chain is not None and compatible(mention, chains[apposed.chain]):
        chain = chains[apposed.chain]
        if chain.actor_type == "person":
            role = role_phrase(doc, mention)
            mention.role = mention.role or role
        return join(mention, apposed.chain, chains, "title" if chain.actor_type == "person" else "nominal", 0.75)
    if doc[mention.head].lemma_.lower() in ("country", "nation", "homeland") and mention.number == "singular":
        return link_country(doc, mention, mentions, chains)
    if mention.key:
        for number, chain in enumerate(chains):
            if chain.key == mention.key:
                return join(mention, number, chains, "demonym", 0.7)
    head = doc[mention.head].lemma_.lower()
    if mention.is_definite and mention.number == "singular":
        described = by_role(doc, mention, head, chains) or by_kind(mention, head, chains)
        if described is not None:
            return join(mention, described - 1, chains, "title" if chains[described - 1].actor_type == "person" else "nominal", 0.6)
    repeated = by_head(doc, mention, head, chains)
    if repeated is not None:
        return join(mention, repeated - 1, chains, "nominal", 0.55)
    open_chain(mention, chains, is_named=mention.key is not None and mention.key.startswith("state:"))
    chains[-1].heads.add(head)


def link_country(doc: Doc, mention: Mention, mentions: list[Mention], chains: list[Chain]) -> None:
    """Join `his country`, `the country's` to the country of the possessor; without one it stays open which is meant."""
    owners = {c.i for c in doc[mention.head].children if c.dep_ == "poss"}
    owner = next((m for m in mentions if m.head in owners and m.chain is not None), None)
    if owner is None or owner.chain is None:
        return
    code = chains[owner.chain].country
    if code in lex.country_names():
        join(mention, country_chain(code or "", chains), chains, "possessive", 0.6)


def apposition(doc: Doc, mention: Mention, mentions: list[Mention]) -> Mention | None:
    """The named mention that stands in apposition to a description."""
    by_head = {m.head: m for m in mentions if m.mention_type == "named"}
    token = doc[mention.head]
    if token.dep_ == "appos" and token.head.i in by_head:
        return by_head[token.head.i]
    return next((by_head[child.i] for child in token.children if child.dep_ == "appos" and child.i in by_head), None)


def name_behind(doc: Doc, mention: Mention, mentions: list[Mention]) -> Mention | None:
    """The person named right behind a title and what it is of: `Ambassador to the United Nations Ban Ki-moon`."""
    if mention.entity_type != "person" or mention.end >= len(doc) or doc[mention.end].lower_ not in ("of", "to", "for", "at"):
        return None
    people = (m for m in mentions if m.mention_type == "named" and m.entity_type == "person" and m.start > mention.end)
    name = next(people, None)
    if name is None or name.start - mention.end > TITLE_WORDS:
        return None
    inserted = doc[name.start - 1].text == "," and name.end + 1 < len(doc) and doc[name.end].text == "," and doc[name.end + 1].dep_ != "cc"
    if not inserted and doc[name.start - 1].pos_ not in ("PROPN", "NOUN"):
        return None
    between = doc[mention.end : name.start - inserted]
    broken = any((t.is_punct and t.text not in "-–") or t.is_space or t.pos_ in ("VERB", "AUX", "PRON") for t in between)
    return None if broken or doc[name.start - 1].head.i == mention.head else name


TITLE_WORDS = 14
"""Words a title may have before the name it belongs to."""


def compatible(mention: Mention, chain: Chain) -> bool:
    """Whether a description can be of the chain's kind and country."""
    persons = (mention.entity_type == "person") == (chain.actor_type == "person")
    return persons and mention.number == "singular" and (not mention.gender or not chain.gender or mention.gender == chain.gender)


def role_phrase(doc: Doc, mention: Mention) -> str:
    """The description with its of-phrase as a role."""
    end = mention.end
    for child in doc[mention.head].children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i == end:
            last = child.right_edge.i + 1
            comma = next((t.i for t in doc[child.i : last] if t.text in ",;("), last)
            end = min(comma, child.i + 8)
    text = " ".join(doc[mention.start : end].text.split())
    return re.sub(r"^(?:the|a|an|his|her|its|their)\s+", "", text, flags=re.I)


def by_role(doc: Doc, mention: Mention, head: str, chains: list[Chain]) -> int | None:
    """Number, counted from 1, of the person whose role the description repeats, the last mentioned first."""
    phrase = role_phrase(doc, mention).lower()
    found = None
    for number, chain in enumerate(chains, 1):
        if chain.actor_type != "person" or not any(m.head < mention.head for m in chain.mentions):
            continue
        for role in (r.lower() for r in chain.roles):
            if (
                role == phrase
                or role.endswith(" " + phrase)
                or (head in role.split() and mention.modifiers <= {"the", *role.split()} and " of " not in phrase)
            ):
                if mention.country in (None, chain.country) or chain.country is None:
                    found = number if found is None or last_before(mention, chain) >= last_before(mention, chains[found - 1]) else found
    return found


def by_kind(mention: Mention, head: str, chains: list[Chain]) -> int | None:
    """Number, counted from 1, of the named organization that `the group`, `the company` stand for."""
    if head not in ORGANIZATION_NOUNS or len(mention.modifiers) > 1:
        return None
    fitting = [
        (last_before(mention, chain), number)
        for number, chain in enumerate(chains, 1)
        if chain.is_named
        and chain.actor_type not in ("person", "country", "population", "group")
        and last_before(mention, chain) >= 0
        and head
        in ARTICLE_TYPES.get(
            chain.actor_type, {"group", "organization", "organisation", "agency", "movement", "body", "council", "union", "ministry", "bank"}
        )
    ]
    return max(fitting)[1] if fitting else None


def by_head(doc: Doc, mention: Mention, head: str, chains: list[Chain]) -> int | None:
    """Number, counted from 1, of the description with the same head noun that this one repeats."""
    found = None
    for number, chain in enumerate(chains, 1):
        if head not in chain.heads or chain.mentions[0].number != mention.number:
            continue
        if mention.country and chain.country and mention.country != chain.country:
            continue
        first = chain.mentions[0]
        extra = mention.modifiers - {"the"} - first.modifiers
        if (
            not extra
            and (mention.is_definite or mention.modifiers - {"the"} == first.modifiers - {"the"})
            and (mention.is_definite or mention.number == "plural" or mention.entity_type == "organization")
        ):
            if not owned(doc, mention) or first.modifiers == mention.modifiers:
                found = number
    return found


def owned(doc: Doc, mention: Mention) -> bool:
    """Whether a possessor says whose: `his brother`."""
    return any(child.dep_ == "poss" for child in doc[mention.head].children)


def last_before(mention: Mention, chain: Chain) -> int:
    """Token of the chain's last mention before this one; -1 if there is none."""
    return max((m.head for m in chain.mentions if m.head < mention.head), default=-1)


def link_pronoun(doc: Doc, pronoun: Mention, mentions: list[Mention], chains: list[Chain], sentence_of: list[int]) -> None:
    """Join a third-person pronoun to the likeliest antecedent, if one fits."""
    token = doc[pronoun.head]
    best: tuple[float, int] | None = None
    for candidate in mentions:
        distance = sentence_of[pronoun.head] - sentence_of[candidate.head]
        if (
            distance > PRONOUN_SENTENCES
            or candidate.head >= pronoun.head
            or candidate.chain is None
            or (pronoun.number == "singular" and coordinated(doc[candidate.head]))
            or not fits_pronoun(pronoun, candidate, chains[candidate.chain])
        ):
            continue
        score = salience(doc, token, candidate, chains[candidate.chain], distance)
        if score is not None and (best is None or score >= best[0]):
            best = (score, candidate.chain)
    if best is not None:
        join(pronoun, best[1], chains, "pronoun", round(min(0.8, 0.45 + 0.1 * max(0.0, best[0] + 1)), 2))


def fits_pronoun(pronoun: Mention, candidate: Mention, chain: Chain) -> bool:
    """Number, gender and animacy."""
    if pronoun.entity_type == "person":
        return chain.actor_type == "person" and candidate.number != "plural" and chain.gender in (None, pronoun.gender)
    if pronoun.number == "plural":
        return candidate.number == "plural" or chain.actor_type in ("population", "group", "police", "armed_group", "military", "government")
    return chain.actor_type not in PERSONAL_TYPES and candidate.number != "plural"


def salience(doc: Doc, pronoun: Token, candidate: Mention, chain: Chain, distance: int) -> float | None:
    """How likely a candidate so many sentences before is the antecedent; None if grammar forbids it."""
    token = doc[candidate.head]
    if distance == 0 and bound(pronoun, token):
        return None
    score = -0.7 * distance - 0.004 * (pronoun.i - token.i)
    is_subject = token.dep_ in ("nsubj", "nsubjpass")
    if is_subject:
        score += 0.6 if pronoun.dep_ in ("nsubj", "nsubjpass") or distance else 0.3
    if is_subject and token.head.lemma_ in lex.cue_verbs() and pronoun.lower_ not in ("it", "its"):
        score += 0.3
    if pronoun.lower_ in ("its", "it") and distance == 0 and not is_subject:
        score += 0.4
    return score + (0.3 if chain.is_named else 0.0) - (0.4 if token.dep_ in ("poss", "compound", "nmod") else 0.0)


def coordinated(token: Token) -> bool:
    """Whether the noun is one of several joined by `and`."""
    return token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.children)


def bound(pronoun: Token, candidate: Token) -> bool:
    """Whether both are arguments of one verb, which only a reflexive or possessive may be."""
    return (
        pronoun.tag_ == "PRP"
        and not pronoun.lower_.endswith(("self", "selves"))
        and (candidate.head == pronoun.head or (pronoun.head.head == candidate.head and pronoun.head.pos_ == "ADP"))
    )


def resolve_first_person(doc: Doc, mentions: list[Mention], chains: list[Chain], speaker_of: dict[int, int]) -> None:
    """Join `I` and `we` in a quotation to its speaker; `we` of a state's official to the state.

    `speaker_of` gives the speaker's chain by token.
    """
    for mention in mentions:
        if mention.number != "first" or mention.head not in speaker_of:
            continue
        number = speaker_of[mention.head]
        chain = chains[number]
        if (
            mention.entity_type == "group"
            and chain.actor_type == "person"
            and chain.sector in ("GOV", "MIL")
            and chain.country in lex.country_names()
        ):
            number = country_chain(chain.country or "", chains)
        mention.chain, mention.resolution, mention.confidence = number, "pronoun", 0.6
        chains[number].mentions.append(mention)


INTRODUCTION = 900
"""Characters in which an interview says that it is one, and with whom."""
FEWEST_FIRST_PERSONS = 5
FEWEST_QUESTIONS = 3
QUESTION_WORDS = 70
CREDIT = re.compile(r"(?:image|photo|photograph|picture|credit)s?(?::| by) *$", re.I)
"""What stands before the name of who took a picture, who is not who answers."""


def resolve_interview(text: str, doc: Doc, mentions: list[Mention], chains: list[Chain]) -> None:
    """Join `I` outside of every quotation to the person whom an interview is with; in a question it is who asks, and stays open.

    An article is one if its introduction says so or paragraph after paragraph asks, if its introduction names one person
    more often than any other, and if `I` stands unquoted again and again.
    """
    paragraphs = paragraph_spans(text)
    asking = [(start, end) for start, end in paragraphs if is_question(text[start:end])]
    if "interview" not in text[:INTRODUCTION].lower() and len(asking) < FEWEST_QUESTIONS:
        return
    first = [m for m in mentions if m.number == "first" and m.entity_type == "person" and m.chain is None]
    answers = [m for m in first if not any(start <= doc[m.head].idx < end for start, end in asking)]
    introduction = max(INTRODUCTION, asking[0][0] if asking else 0)
    named = Counter(
        m.chain
        for m in mentions
        if m.chain is not None
        and m.mention_type == "named"
        and m.entity_type == "person"
        and doc[m.start].idx < introduction
        and not CREDIT.search(text[: doc[m.start].idx])
    )
    ranked = named.most_common(2)
    if len(first) < FEWEST_FIRST_PERSONS or not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return
    number = ranked[0][0]
    for mention in answers:
        mention.chain, mention.resolution, mention.confidence = number, "pronoun", 0.45
        chains[number].mentions.append(mention)


def is_question(paragraph: str) -> bool:
    """Whether a paragraph asks; a long one that ends in a question is an answer that does so for effect."""
    return paragraph.rstrip(' "”').endswith("?") and len(paragraph.split()) <= QUESTION_WORDS


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Characters of every paragraph."""
    return [found.span() for found in re.finditer(r"[^\n]+", text)]


def country_chain(code: str, chains: list[Chain]) -> int:
    """Number of the chain of a country, opened if the document has none."""
    key = f"country:{code}"
    for number, chain in enumerate(chains):
        if chain.key == key:
            return number
    chains.append(Chain(lex.country_names()[code], True, "country", code, key=key))
    return len(chains) - 1


def place_chain(place: Mention, chains: list[Chain]) -> int:
    """Number of the chain of whom a place stands for, opened if the document has none: of a capital the government, else its people."""
    code = place.country or ""
    capital = lex.capitals().get(lex.fold(place.name)) == code
    key = f"state:{code}:GOV" if capital else f"place:{code}:{lex.plain(place.name)}"
    for number, chain in enumerate(chains):
        if chain.key == key:
            return number
    name = f"Government of {lex.country_names()[code]}" if capital else place.name
    sector = "GOV" if capital else None if lex.fold(place.name) in lex.subnational() else "CVL"
    chains.append(Chain(name, True, "government" if capital else "population", code, sector, key))
    return len(chains) - 1


def speaking_places(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """Places that say something, which is said by whom they stand for: `Tehran denied it`, `Lagos made an announcement`."""
    return [m for m in mentions if not m.is_actor and m.chain is None and m.country and m.entity_type == "place" and speaks(doc[m.head])]


def speaks(token: Token) -> bool:
    """Whether a noun is the subject of a verb of saying, or of one that carries a noun of saying."""
    verb = token.head
    if token.dep_ != "nsubj" or verb.pos_ != "VERB":
        return False
    if any(cue.cue_class == "communication" and cue.strength >= 0.6 for cue in lex.cue_verbs().get(verb.lemma_.lower(), ())):
        return True
    carried = (lex.cue_nouns().get(child.lemma_.lower()) for child in verb.children if child.dep_ == "dobj")
    return any(cue is not None and cue.cue_class == "communication" for cue in carried)
