"""The reviewed lexicons and gazetteers, indexed the way a reader of sentences asks for them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from seeds.reader import cell, rows, table


@dataclass(frozen=True, slots=True)
class Kind:
    """What a word says of the actor it heads or stands before."""

    actor_type: str
    sector: str | None = None
    number: str = "person"
    gender: str | None = None
    is_political: bool = False
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing the gazetteers know by name."""

    key: str
    name: str
    actor_type: str
    country: str | None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or noun that attributes what stands with it."""

    lemma: str
    particle: str
    cue_class: str
    claim_type: str
    frames: frozenset[str]
    preps: frozenset[str]
    addressee: frozenset[str]
    strength: float
    light_verbs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb sense that tells an event, described in its active clause."""

    lemma: str
    particle: str
    object_nouns: frozenset[str]
    event_type: str
    event_mode: str | None
    actor_slot: str
    recipient_slots: tuple[str, ...]
    reciprocal: bool
    requires: frozenset[str]
    contexts: tuple[str, ...]
    cameo_root: str
    weight: float

    @property
    def rule_id(self) -> str:
        """Names the lexicon row."""
        return (
            "events.verb:"
            + "_".join(filter(None, (self.lemma, *self.particle.split(), sorted(self.object_nouns)[0] if self.object_nouns else "")))
            + f">{self.event_type}"
        )


@dataclass(frozen=True, slots=True)
class EventNoun:
    """A noun that names an event."""

    lemma: str
    event_type: str
    event_mode: str | None
    possessor_role: str
    of_role: str
    actor_preps: frozenset[str]
    recipient_preps: frozenset[str]
    reciprocal: bool
    compound_role: str
    evidence: str
    contexts: tuple[str, ...]
    cameo_root: str
    weight: float


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A verb that carries an event noun."""

    lemma: str
    particle: str
    subject_role: str
    noun_slot: str
    recipient_slots: tuple[str, ...]
    aspect: str
    nouns: frozenset[str]


def words(name: str, key: str) -> dict[str, dict[str, str]]:
    """Rows of a lexicon by one of its columns, lower case; the first of equal ones counts."""
    found: dict[str, dict[str, str]] = {}
    for row in rows(name):
        found.setdefault(row[key].lower(), row)
    return found


@cache
def word_set(name: str) -> frozenset[str]:
    """Lemmas that a rule treats alike, by the name of their set."""
    return frozenset(row["word"] for row in rows("lexicons/word_sets") if row["word_set"] == name)


@cache
def agent_nouns() -> Mapping[str, Kind]:
    """Common nouns that stand for actors."""
    return {
        noun: Kind(row["actor_type"], row["sector_code"] or None, row["number"], row["gender"] or None, row["is_political"] == "yes")
        for noun, row in words("lexicons/agent_nouns", "noun").items()
    }


@cache
def titles() -> Mapping[str, Kind]:
    """Titles before or after names, lower case without final full stop."""
    return {
        title.rstrip("."): Kind(
            "person", row["sector_code"] or None, "person", row["gender"] or None, is_office=row["kind"] not in ("honorific", "professional")
        )
        for title, row in words("lexicons/titles", "title").items()
    }


@cache
def organization_words() -> Mapping[str, tuple[int, Kind]]:
    """Words by which the name of an organization shows its kind, with their priority."""
    return {
        word: (int(row["priority"]), Kind(row["actor_type"], row["sector_code"] or None, "organization"))
        for word, row in words("lexicons/organization_nouns", "word").items()
    }


@cache
def group_adjectives() -> Mapping[str, str | None]:
    """Adjectives that say what a group is, with the sector they give it."""
    return {adjective: row["sector_code"] or None for adjective, row in words("lexicons/group_adjectives", "adjective").items()}


@cache
def partially_recognized() -> Mapping[str, Entity]:
    """Partially recognised regions by every name: PLOVER gives them the sovereign's country and sector PRE."""
    found: dict[str, Entity] = {}
    for row in rows("gazetteers/regions"):
        if row["is_partially_recognised"] == "yes":
            for name in (row["name"], *cell(row["aliases"])):
                found.setdefault(fold(name), Entity(f"region:{row['name']}", row["name"], "government", row["country_code"] or None, "PRE"))
    return found


@dataclass(frozen=True, slots=True)
class Leader:
    """A person in public office."""

    name: str
    country: str
    sector: str | None
    gender: str | None
    role: str = ""


@cache
def leaders() -> Mapping[str, Leader]:
    """Persons in public office by every spelling as `plain` writes it, the latest office of each first."""
    found: dict[str, Leader] = {}
    for row in sorted(rows("gazetteers/leaders"), key=lambda row: row["start_year"], reverse=True):
        for name in (row["name"], *cell(row["aliases"])):
            found.setdefault(
                plain(name), Leader(row["name"], row["country_code"], row["sector_code"] or None, row["gender"] or None, row["role"].lower())
            )
    return found


@cache
def leaders_by_surname() -> Mapping[str, tuple[Leader, ...]]:
    """Persons in public office by the last word of their names, every office of each."""
    found: dict[str, list[Leader]] = defaultdict(list)
    for row in rows("gazetteers/leaders"):
        leader = Leader(row["name"], row["country_code"], row["sector_code"] or None, row["gender"] or None, row["role"].lower())
        for last in dict.fromkeys(plain(name).split()[-1] for name in (row["name"], *cell(row["aliases"]))):
            found[last].append(leader)
    return {last: tuple(bearers) for last, bearers in found.items()}


@cache
def known_names() -> Mapping[str, str]:
    """Names of more than one word that the gazetteers know, as `plain` writes them, with the recognizer's label for such."""
    labels = {name: "ORG" for name in map(plain, organizations()) if " " in name}
    labels |= {name: "PERSON" for name in leaders() if " " in name and name.split()[0] not in titles()}
    return labels | {name: "GPE" for name in map(plain, countries()) if " " in name}


@cache
def known_starts() -> Mapping[str, int]:
    """First words of `known_names`, with the words of the longest that begins so."""
    found: dict[str, int] = {}
    for words_ in map(str.split, known_names()):
        found[words_[0]] = max(len(words_), found.get(words_[0], 0))
    return found


@cache
def given_names() -> Mapping[str, str]:
    """Given names whose gender is clear."""
    return {name: row["gender"] for name, row in words("lexicons/given_names", "name").items()}


@cache
def country_names() -> Mapping[str, str]:
    """English short name of every country by its code."""
    return {row["country_code"]: row["name"] for row in rows("gazetteers/countries")}


@cache
def countries() -> Mapping[str, Entity]:
    """Countries by every name, lower case."""
    found: dict[str, Entity] = {}
    for row in rows("gazetteers/countries"):
        entity = Entity(f"country:{row['country_code']}", row["name"], "country", row["country_code"])
        for name in (row["name"], *cell(row["aliases"])):
            found.setdefault(fold(name), entity)
    return found


@cache
def capitals() -> Mapping[str, str]:
    """Country codes by capital and its other spellings; of states that are no more only where the city is no capital today."""
    cities = table("gazetteers/cities").select("geonames_id", "aliases").drop_nulls()
    spellings = dict(cities.join(table("gazetteers/countries").select(geonames_id="capital_geonames_id"), on="geonames_id").iter_rows())
    found: dict[str, str] = {}
    for row in sorted(rows("gazetteers/countries"), key=lambda row: row["country_code"] in word_set("states_gone")):
        for name in (row["capital"], *cell(spellings.get(row["capital_geonames_id"], ""))):
            found.setdefault(fold(name), row["country_code"])
    return {name: code for name, code in found.items() if name}


@cache
def peoples() -> Mapping[str, str]:
    """Country codes of peoples that live in one country above all, by every name, lower case."""
    return {name.lower(): row["country_code"] for row in rows("gazetteers/peoples") for name in (row["name"], *cell(row["aliases"]))}


@cache
def misspelt() -> Mapping[str, str]:
    """Country names and nationalities with one letter left out or two exchanged, as a typist slips: `Afganistan`."""
    right = {name: name for name in (*countries(), *demonyms()) if len(name) >= 7 and name.isalpha()}
    known = {*countries(), *demonyms(), *subnational(), *large_cities(), *given_names(), *agent_nouns()}
    found: dict[str, str] = {}
    for name in right:
        for i in range(1, len(name)):
            for slip in (name[:i] + name[i + 1 :], name[: i - 1] + name[i] + name[i - 1] + name[i + 1 :] if i > 1 else ""):
                if slip and slip not in known:
                    found.setdefault(slip, name)
    return found


@cache
def large_cities() -> Mapping[str, str]:
    """Country codes of cities of 200,000 people by name, where no city of the name elsewhere has a tenth of its people."""
    rows_ = table("gazetteers/cities").select("name", "ascii_name", "country_code", population=pl.col("population").cast(pl.Int64, strict=False))
    best: dict[str, tuple[int, str]] = {}
    second: dict[str, int] = {}
    for name, _, code, population in rows_.filter(pl.col("population") >= LARGE_CITY // 10).sort("population", descending=True).iter_rows():
        key = plain(name)
        if key not in best:
            best[key] = (population, code)
        elif code != best[key][1]:
            second.setdefault(key, population)
    return {name: code for name, (population, code) in best.items() if population >= LARGE_CITY and second.get(name, 0) * 10 < population}


LARGE_CITY = 200_000


@cache
def known_places() -> frozenset[str]:
    """Names of regions, capitals and large cities, folded: a word that is one is no surname by itself."""
    return frozenset((*subnational(), *capitals(), *large_cities()))


@cache
def agent_kind(word: str) -> Kind | None:
    """Kind of a noun in the singular or plural, whatever its capitals: proper nouns have no lemma of their own."""
    lower = word.lower()
    endings = (lower, lower.removesuffix("s"), lower.removesuffix("es"), lower.removesuffix("ies") + "y", lower.removesuffix("men") + "man")
    return next((kind for noun in endings if (kind := agent_nouns().get(noun))), None)


@cache
def demonyms() -> Mapping[str, str]:
    """Country codes by adjective and by name of a national, lower case."""
    found: dict[str, str] = {}
    for row in rows("gazetteers/countries"):
        for name in cell(row["demonyms"]):
            found.setdefault(name.lower(), row["country_code"])
    for row in rows("gazetteers/regions"):
        if row["country_code"]:
            for name in cell(row["demonyms"]):
                found.setdefault(name.lower(), row["country_code"])
    return found


ORGANIZATIONS = ("organizations_state", "organizations_society", "metonyms")


@cache
def organizations() -> Mapping[str, Entity]:
    """Organizations and metonyms by every name, lower case."""
    found: dict[str, Entity] = {}
    for row in (row for name in ORGANIZATIONS for row in rows(f"gazetteers/{name}")):
        entity = Entity(f"org:{row['name']}", row["name"], row["actor_type"], row["country_code"] or None, row["sector_code"] or None)
        for name in (row["name"], *cell(row.get("aliases", ""))):
            found.setdefault(fold(name), entity)
    return found


@cache
def known_organizations() -> Mapping[str, Entity]:
    """Organizations and metonyms by every name as `plain` writes it."""
    found: dict[str, Entity] = {}
    for name, entity in organizations().items():
        found.setdefault(plain(name), entity)
    return found


@cache
def subnational() -> Mapping[str, str | None]:
    """Names of first-level regions and of well-known regions, with their country where one name has one."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("gazetteers/admin1", "gazetteers/regions"):
        for row in rows(name):
            for alias in (row["name"], *cell(row["aliases"])):
                if len(alias) > 3 and not alias.isupper():
                    found[fold(alias)].add(row["country_code"])
    return {name: next(iter(codes)) or None if len(codes) == 1 else None for name, codes in found.items()}


@cache
def towns() -> frozenset[str]:
    """Names of cities, towns and counties, lower case, without marks on letters where the gazetteer has such a form."""
    names = pl.concat(
        [named_cities(), table("gazetteers/counties").select(pl.concat_str("name", pl.lit("|"), pl.col("aliases").fill_null("")))["name"]]
    )
    folded = names.str.split("|").explode().str.to_lowercase().str.strip_prefix("the ")
    return frozenset(folded.filter(folded.str.len_chars() > 2).to_list()) - word_set("no_towns") - demonyms().keys()


def named_cities() -> pl.Series:
    """Every name of each city, separated by `|`."""
    columns = [pl.col(c).fill_null("") for c in ("name", "ascii_name", "aliases")]
    return table("gazetteers/cities").select(name=pl.concat_str(columns, separator="|"))["name"]


@cache
def larger_names() -> frozenset[str]:
    """Names and abbreviations of countries and first-level regions, lower case, as they stand behind a town."""
    files = [row for file in ("countries", "admin1") for row in rows(f"gazetteers/{file}")]
    return frozenset(fold(name) for row in files for name in (row["name"], *cell(row["aliases"])))


def fold(name: str) -> str:
    """A name as the indexes hold it: lower case, one space between words, no `the` before or 's behind."""
    folded = " ".join(name.replace("’", "'").replace("–", "-").lower().split())
    folded = folded.removesuffix("'s").removesuffix("'").strip()
    return folded.removeprefix("the ") if folded != "the" else folded


@lru_cache(maxsize=50_000)
def plain(name: str) -> str:
    """A name as it is compared across spellings: folded, without accents, apostrophes and hyphens; `el-` is `al-`."""
    folded = fold(name)
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(LETTERS))
        folded = "".join(c for c in folded if not unicodedata.combining(c))
    return re.sub(r"(?<!\S)el(?= )", "al", " ".join(re.sub(r"['‘`´ʻʼ.]", "", folded).replace("-", " ").split())) or folded


LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"})
"""Letters that are no other letter with a mark, as English newspapers write them."""


@cache
def cue_verbs() -> Mapping[str, tuple[Cue, ...]]:
    """Cue verbs by lemma, those with a particle first."""
    found: dict[str, list[Cue]] = defaultdict(list)
    for row in rows("lexicons/cue_verbs"):
        found[row["lemma"]].append(
            Cue(
                row["lemma"],
                row["particle"],
                row["cue_class"],
                row["claim_type"],
                frozenset(row["frames"].split()),
                frozenset(cell(row["preps"])),
                frozenset(cell(row["addressee"])),
                float(row["strength"]),
            )
        )
    return {lemma: tuple(sorted(cues, key=lambda cue: -len(cue.particle))) for lemma, cues in found.items()}


@cache
def cue_nouns() -> Mapping[str, Cue]:
    """Cue nouns by lemma."""
    return {
        row["lemma"]: Cue(
            row["lemma"],
            "",
            row["cue_class"],
            row["claim_type"],
            frozenset(row["complements"].split()),
            frozenset({"of", "about"}) & set(row["complements"].split()),
            frozenset(),
            float(row["strength"]),
            frozenset(cell(row["light_verbs"])),
        )
        for row in rows("lexicons/cue_nouns")
    }


@cache
def cue_adjectives() -> Mapping[str, Cue]:
    """Cue adjectives by form."""
    return {
        row["word"]: Cue(
            row["word"],
            "",
            row["cue_class"],
            row["claim_type"],
            frozenset(row["complements"].split()) | ({"bare"} if "that" in row["complements"].split() else set()),
            frozenset(cell(row["preps"])),
            frozenset(),
            float(row["strength"]),
        )
        for row in rows("lexicons/cue_adjectives")
    }


@cache
def cue_phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    """Phrases before a source (`according to`) by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Cue]]] = defaultdict(list)
    for row in rows("lexicons/cue_phrases"):
        words_ = tuple(row["phrase"].lower().split())
        if row["position"] == "before_source" and float(row["strength"]) >= 0.6:
            cue = Cue(
                row["phrase"].lower(), "", row["cue_class"], row["claim_type"], frozenset({"that"}), frozenset(), frozenset(), float(row["strength"])
            )
            found[words_[0]].append((words_, cue))
    return {first: tuple(sorted(phrases, key=lambda phrase: -len(phrase[0]))) for first, phrases in found.items()}


@cache
def hedges() -> frozenset[str]:
    """Words and phrases that hedge."""
    return frozenset(row["phrase"].lower() for row in rows("lexicons/hedges"))


@cache
def speech_media() -> Mapping[str, bool]:
    """Nouns for speeches, writings and documents, and whether they can be what speaks."""
    return {row["lemma"].lower(): row["can_be_speaker"] == "yes" for row in rows("lexicons/speech_media")}


VERB_FRAMES = ("verb_frames_cooperation", "verb_frames_verbal_conflict", "verb_frames_material_conflict")


@cache
def verb_frames() -> Mapping[str, tuple[Frame, ...]]:
    """Event frames by verb lemma, the most specific and surest first."""
    found: dict[str, list[Frame]] = defaultdict(list)
    for row in (row for name in VERB_FRAMES for row in rows(f"lexicons/{name}")):
        found[row["lemma"]].append(
            Frame(
                row["lemma"],
                row["particle"],
                frozenset(cell(row["object_nouns"])),
                row["event_type"],
                row["event_mode"] or None,
                row["actor_slot"],
                cell(row["recipient_slots"]),
                row["reciprocal"] == "yes",
                frozenset(cell(row["requires"])),
                cell(row["contexts"]),
                row["cameo_root"],
                float(row["weight"]),
            )
        )
    return {
        lemma: tuple(sorted(frames, key=lambda f: (-bool(f.object_nouns), -len(f.particle.split()), -f.weight))) for lemma, frames in found.items()
    }


@cache
def event_nouns() -> Mapping[str, tuple[EventNoun, ...]]:
    """Event nouns by lemma, the surest first."""
    found: dict[str, list[EventNoun]] = defaultdict(list)
    for row in rows("lexicons/event_nouns"):
        found[row["lemma"]].append(
            EventNoun(
                row["lemma"],
                row["event_type"],
                row["event_mode"] or None,
                row["possessor_role"],
                row["of_role"],
                frozenset(cell(row["actor_preps"])),
                frozenset(cell(row["recipient_preps"])),
                row["reciprocal"] == "yes",
                row["compound_role"],
                row["evidence"],
                cell(row["contexts"]),
                row["cameo_root"],
                float(row["weight"]),
            )
        )
    return {lemma: tuple(sorted(nouns, key=lambda noun: -noun.weight)) for lemma, nouns in found.items()}


@cache
def light_verbs() -> Mapping[str, tuple[LightVerb, ...]]:
    """Light verbs by lemma."""
    found: dict[str, list[LightVerb]] = defaultdict(list)
    for row in rows("lexicons/light_verbs"):
        found[row["lemma"]].append(
            LightVerb(
                row["lemma"],
                row["particle"],
                row["subject_role"],
                row["noun_slot"],
                cell(row["recipient_slots"]),
                row["aspect"],
                frozenset(cell(row["nouns"])),
            )
        )
    return {lemma: tuple(verbs) for lemma, verbs in found.items()}


@cache
def types_with_recipient() -> frozenset[str]:
    """Event types that are none without a recipient (PLOVER manual)."""
    return frozenset(row["code"] for row in rows("codes/event_types") if row["requires_recipient"] == "yes")


@cache
def event_adjectives() -> Mapping[str, tuple[str, str | None, str, float]]:
    """Adjectives that hide an event: type, mode, role of the noun, weight."""
    return {
        row["lemma"]: (row["event_type"], row["event_mode"] or None, row["noun_role"], float(row["weight"]))
        for row in rows("lexicons/event_adjectives")
    }


@cache
def instruments() -> Mapping[str, str]:
    """Modes of assault by the weapon."""
    return {row["noun"] if "noun" in row else row["lemma"]: row["event_mode"] for row in rows("lexicons/instruments")}


@cache
def false_friends() -> Mapping[tuple[str, str, str], frozenset[str]]:
    """Words in a slot (object, subject, ...) that make a word no event, by (word, part of speech, slot)."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows("lexicons/false_friends"):
        found[row["word"], row["pos"], row["slot"]] |= set(cell(row["nouns"]))
    return {key: frozenset(nouns) for key, nouns in found.items()}
