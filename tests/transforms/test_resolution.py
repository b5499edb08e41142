"""Actors, places, events, claims and marts of a corpus: what single articles say in, published tables out."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from tests.rows import valid_row
from transforms import actors, claims, event_identity, events, marts, places, tables
from transforms.annotation.stages import STAGES
from transforms.ids import make_id
from transforms.resolution import Known, redirected
from transforms.schema import Table

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PREFIXES = {
    "article_id": "art",
    "sentence_id": "sen",
    "mention_id": "men",
    "place_mention_id": "men",
    "addressee_mention_id": "men",
    "chain_id": "chn",
    "speaker_chain_id": "chn",
    "claim_id": "clm",
    "event_mention_id": "evm",
    "event_id": "evt",
    "actor_id": "act",
    "speaker_actor_id": "act",
    "place_id": "plc",
}


def an_id(prefix: str, name: str) -> str:
    """An identifier that a test calls by a short name."""
    return make_id(prefix, name)


def rows(table: Table, *told: dict[str, Any]) -> pl.DataFrame:
    """Valid rows that say this; identifiers by short names."""
    named = [{k: an_id(PREFIXES[k], v) if k in PREFIXES and v is not None else v for k, v in row.items()} for row in told]
    return table.frame([valid_row(table, row_number=number, **row) for number, row in enumerate(named)])


def articles(**days: str | None) -> pl.DataFrame:
    """Articles by name with their day of publication, each of an outlet of its own."""
    dated = {name: datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None for name, day in days.items()}
    return rows(tables.articles, *({"article_id": name, "published_at": at, "source_name": f"The {name}"} for name, at in dated.items()))


def people(*names: str | dict[str, Any]) -> pl.DataFrame:
    """Chains c0, c1, … of articles a0, a1, …: named persons, or as told."""
    plain = {"is_named": True, "actor_type": "person"}
    told = [
        plain | ({"name": name} if isinstance(name, str) else name) | {"chain_id": f"c{n}", "article_id": f"a{n}"} for n, name in enumerate(names)
    ]
    return rows(STAGES["chains"], *told)


def spans_of(chains: pl.DataFrame, **values: Any) -> pl.DataFrame:
    """One named mention for each chain."""
    told = [
        valid_row(
            STAGES["mentions"],
            row_number=n,
            chain_id=chain,
            article_id=article,
            mention_type="named",
            entity_type="person",
            name=name,
            text=name,
            **values,
        )
        for n, (chain, article, name) in enumerate(chains.select("chain_id", "article_id", "name").iter_rows())
    ]
    return STAGES["mentions"].frame(told)


def resolved(chains: pl.DataFrame) -> actors.ResolvedActors:
    """Actors of chains in three articles of three days."""
    return actors.resolve(spans_of(chains), chains, articles(a0="2026-01-02", a1="2026-01-05", a2="2026-01-03", a3=None))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Marta Nowak", "Marta Nowak"),
        ("José A. Peña", "Jose Pena Jr."),
        ("Hassan al-Amri", "Hassan el-Amri"),
        ("Marta Nowak", "Nowak"),
        ({"name": "the Dawn Front", "actor_type": "armed_group"}, {"name": "Dawn Front", "actor_type": "armed_group"}),
        (
            {"name": "Kenya", "actor_type": "country", "entity_key": "country:KEN"},
            {"name": "Nairobi", "actor_type": "country", "entity_key": "country:KEN"},
        ),
        ({"name": "rebels", "is_named": False, "country_code": "YEM"}, {"name": "rebels", "is_named": False, "country_code": "YEM"}),
    ],
)
def test_names_of_one_actor(first: Any, second: Any) -> None:
    found = resolved(people(first, second)).actors
    assert found.select("mention_count", "article_count", "first_mentioned_date", "last_mentioned_date").rows() == [
        (2, 2, date(2026, 1, 2), date(2026, 1, 5))
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Marta Nowak", "Jan Nowak"),
        ("Marta Nowak", "Marta Nowacka"),
        ("Victoria", {"name": "Victoria", "actor_type": "organization"}),
        ({"name": "rebels", "is_named": False, "country_code": "YEM"}, {"name": "rebels", "is_named": False, "country_code": "SYR"}),
        ({"name": "rebels", "is_named": False}, {"name": "militias", "is_named": False}),
    ],
)
def test_names_of_two_actors(first: Any, second: Any) -> None:
    assert resolved(people(first, second)).actors.height == 2


def test_a_surname_that_two_persons_bear_is_a_third_actor() -> None:
    found = resolved(people("Marta Nowak", "Jan Nowak", "Nowak")).actors
    assert sorted(found["name"]) == ["Jan Nowak", "Marta Nowak", "Nowak"]


def test_an_actor_goes_by_its_fullest_name_and_is_known_by_all() -> None:
    found = resolved(people("Nowak", "Marta Nowak", "Marta Nowak"))
    assert found.actors["name"].to_list() == ["Marta Nowak"]
    assert found.actor_aliases.sort("alias").select("alias", "mention_count").rows() == [("Marta Nowak", 2), ("Nowak", 1)]


def test_a_country_has_its_wikidata_item() -> None:
    found = resolved(people({"name": "Kenya", "actor_type": "country", "entity_key": "country:KEN", "country_code": "KEN"})).actors
    assert found.select("country_code", "wikidata_id").rows() == [("KEN", "Q114")]


def test_a_description_is_no_alias() -> None:
    chains = people({"name": "rebels", "is_named": False})
    found = actors.resolve(spans_of(chains).with_columns(mention_type=pl.lit("nominal")), chains, articles(a0="2026-01-02"))
    assert (found.actors["is_named"].to_list(), found.actor_aliases.height) == ([False], 0)


def test_roles_are_counted_and_dated() -> None:
    chains = people("Marta Nowak", "Marta Nowak")
    found = actors.resolve(
        spans_of(chains, role="Minister", role_country_code="POL", role_sector_code="GOV"), chains, articles(a0="2026-01-02", a1="2026-01-05")
    )
    columns = ("role", "country_code", "sector_code", "first_mentioned_date", "last_mentioned_date", "mention_count")
    assert found.actor_roles.select(columns).rows() == [("Minister", "POL", "GOV", date(2026, 1, 2), date(2026, 1, 5), 2)]


def test_the_order_of_the_rows_does_not_show() -> None:
    chains = people("Marta Nowak", "Nowak", "Jan Zielony")
    one, other = (
        resolved(chains),
        actors.resolve(spans_of(chains).reverse(), chains.reverse(), articles(a0="2026-01-02", a1="2026-01-05", a2="2026-01-03")),
    )
    assert all(one[n].equals(other[n]) for n in range(3))


def test_no_mentions_make_no_actors() -> None:
    found = actors.resolve(STAGES["mentions"].empty(), STAGES["chains"].empty(), articles())
    assert [frame.height for frame in found] == [0, 0, 0, 0]


def placed(*told: tuple[str, str, str | None]) -> dict[str, tuple[str, str | None, str | None, str]]:
    """What names in articles mean: (article, name, larger place), in order, to (type, country, region, how)."""
    frame = rows(
        STAGES["mentions"], *({"mention_id": f"m{n}", "article_id": a, "place_name": p, "place_within": w} for n, (a, p, w) in enumerate(told))
    )
    found = places.resolve(frame)
    at = dict(found.mention_places.iter_rows())
    known = {row["place_id"]: (row["place_type"], row["country_code"], row["admin1_code"], row["resolution"]) for row in found.places.to_dicts()}
    return {f"{a}: {p}": known[at[an_id("men", f"m{n}")]] for n, (a, p, _) in enumerate(told) if an_id("men", f"m{n}") in at}


@pytest.mark.parametrize(
    ("name", "within", "expected"),
    [
        ("Kenya", None, ("country", "KEN", None, "unique")),
        ("Paris", None, ("city", "FRA", "FR-IDF", "population")),
        ("Paris", "Texas", ("city", "USA", "US-TX", "context")),
        ("Springfield", "Ill.", ("city", "USA", "US-IL", "context")),
        ("London", "Ontario", ("city", "CAN", "CA-ON", "context")),
        ("Bavaria", None, ("admin1", "DEU", "DE-BY", "unique")),
        ("Ichkeria", None, ("admin1", "RUS", "RU-CE", "unique")),
        ("Gaza Strip", None, ("admin1", "PSE", "PS.GZ", "unique")),
        ("Donbas", None, ("region", "UKR", None, "unique")),
    ],
)
def test_a_name_means_the_place_named_with_it_or_the_largest(name: str, within: str | None, expected: tuple[str, str, str, str]) -> None:
    assert placed(("a", name, within)) == {f"a: {name}": expected}


def test_a_place_that_no_gazetteer_knows_is_no_place() -> None:
    assert placed(("a", "Quixalandia", None)) == {}


def test_the_country_an_article_names_decides() -> None:
    found = placed(("a", "Tripoli", None), ("b", "Tripoli", None), ("b", "Lebanon", None))
    assert (found["a: Tripoli"][1], found["b: Tripoli"][1]) == ("LBY", "LBN")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Richmond", "Kentucky"), "US-KY"),
        (("Richmond", "Henrico County", "Virginia"), "US-VA"),
        (("Richmond", "Twickenham", "Kingston upon Thames"), "GB-ENG"),
        (("St. Paul", "Minneapolis"), "US-MN"),
        (("Ft. Worth", "Dallas"), "US-TX"),
    ],
)
def test_the_other_places_of_an_article_decide(names: tuple[str, ...], expected: str) -> None:
    assert placed(*(("a", name, None) for name in names))[f"a: {names[0]}"][2] == expected


def test_an_adjective_in_a_town_s_name_makes_another_town_but_a_direction_does_not() -> None:
    found = placed(("a", "north Cardiff", None), ("b", "Northeast Ohio", None), ("c", "New Quixal", None))
    assert {name: place[1:3] for name, place in found.items()} == {"a: north Cardiff": ("GBR", "GB-WLS"), "b: Northeast Ohio": ("USA", "US-OH")}


def test_counties_are_places_within_their_state() -> None:
    assert placed(("a", "Wake County", None)) == {"a: Wake County": ("admin2", "USA", "US-NC", "unique")}


def test_a_county_that_nothing_tells_from_others_is_not_known() -> None:
    found = placed(("a", "Franklin County", None), ("b", "Franklin County", "Ohio"))
    assert found == {"b: Franklin County": ("admin2", "USA", "US-OH", "context")}


def test_what_an_outlet_writes_about_decides_where_an_article_says_nothing() -> None:
    told = (("a", "Plano"), ("a", "Amarillo"), ("b", "Lubbock"), ("b", "Waco"), ("c", "Paris"))
    frame = rows(STAGES["mentions"], *({"mention_id": f"m{n}", "article_id": a, "place_name": p} for n, (a, p) in enumerate(told)))
    ids = frame["article_id"].unique(maintain_order=True)
    by = {
        outlet: pl.DataFrame({"article_id": ids, "source_name": outlet, "url": [None] * 3}, schema_overrides={"url": pl.String})
        for outlet in ("The Paris Herald", None)
    }
    regions = {
        outlet: places.resolve(frame, articles_).places.filter(pl.col("name") == "Paris")["admin1_code"].item() for outlet, articles_ in by.items()
    }
    assert regions == {"The Paris Herald": "US-TX", None: "FR-IDF"}


def test_places_that_were_possible_too_are_named() -> None:
    found = places.resolve(rows(STAGES["mentions"], {"mention_id": "m", "article_id": "a", "place_name": "Tripoli"})).places
    assert "LBN" in found["alternatives"].item()


def mentioned(*told: dict[str, Any]) -> pl.DataFrame:
    """Event mentions e0, e1, …: a COERCE that occurred, told in article a, unless told otherwise."""
    plain = {
        "article_id": "a",
        "event_type": "COERCE",
        "event_status": "occurred",
        "trigger_lemma": "arrest",
        "date_source": "unknown",
        "confidence": 0.5,
    }
    return rows(
        STAGES["event_mentions"], *(plain | row | {"event_mention_id": f"e{n}", "char_start": n, "char_end": n + 4} for n, row in enumerate(told))
    )


def on(day: str, source: str = "stated") -> dict[str, Any]:
    """The columns of a day."""
    return {
        "date_start": date.fromisoformat(day),
        "date_end": date.fromisoformat(day),
        "date_granularity": "day",
        "date_source": source,
        "date_edtf": day,
    }


def brought_together(
    told: pl.DataFrame, *sides: tuple[str, str], known: dict[str, str] | None = None, dated: pl.DataFrame | None = None, where: str | None = None
) -> events.ResolvedEvents:
    """Events of mentions with the actors of each (doer, sufferer); none where the name is empty. `where` is a city in which all happened."""
    participants = [
        {"event_mention_id": f"e{n}", "role": role, "position": 0, "chain_id": name}
        for n, pair in enumerate(sides)
        for role, name in zip(("actor", "recipient"), pair, strict=True)
        if name
    ]
    names = sorted({name for pair in sides for name in pair if name})
    city = rows(tables.places, {"place_id": where, "name": where, "place_type": "city", "country_code": "KEN"}) if where else tables.places.empty()
    at = pl.DataFrame({"mention_id": told["place_mention_id"].drop_nulls().unique()}).with_columns(
        place_id=pl.lit(an_id("plc", where) if where else None, pl.String)
    )
    return events.bring_together(
        told,
        rows(STAGES["event_mention_actors"], *participants),
        chain_actors=pl.DataFrame(
            {"chain_id": [an_id("chn", n) for n in names], "actor_id": [an_id("act", n) for n in names]},
            schema={"chain_id": pl.String, "actor_id": pl.String},
        ),
        actors=rows(tables.actors, *({"actor_id": name, "name": name} for name in names)),
        mention_places=at,
        places=city,
        articles=dated if dated is not None else articles(a="2026-01-02", b="2026-01-03"),
        mentions=tables.mentions.empty(),
        known=None
        if known is None
        else pl.DataFrame({"event_mention_id": [an_id("evm", e) for e in known], "event_id": [an_id("evt", e) for e in known.values()]}),
    )


POLICE = ("police", "protesters")
SAME: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("told twice in one article", {}, {}),
    ("once with a day, once without, as a headline is", {}, on("2026-01-01")),
    ("as going on and as done", {"event_status": "ongoing"}, {}),
    ("in two articles on one day", on("2026-01-01"), {"article_id": "b"} | on("2026-01-01", "relative")),
]
DIFFERENT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("of two types", {}, {"event_type": "ASSAULT"}),
    ("done and denied", {}, {"event_status": "negated"}),
    ("done and to come", {}, {"event_status": "future"}),
    ("on two days", on("2026-01-01"), on("2025-12-31")),
    ("in two articles without a day", {}, {"article_id": "b"}),
    (
        "in two articles, to the year",
        on("2026-01-01") | {"date_granularity": "year"},
        {"article_id": "b"} | on("2026-01-01") | {"date_granularity": "year"},
    ),
    ("in two modes on one day", {"event_mode": "arrest"} | on("2026-01-01"), {"article_id": "b", "event_mode": "deport"} | on("2026-01-01")),
]


@pytest.mark.parametrize(("first", "second"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_mentions_of_one_event(first: dict[str, Any], second: dict[str, Any]) -> None:
    found = brought_together(mentioned(first, second), POLICE, POLICE)
    assert found.events["mention_count"].to_list() == [2]


@pytest.mark.parametrize(("first", "second"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_mentions_of_two_events(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert brought_together(mentioned(first, second), POLICE, POLICE).events.height == 2


def test_a_mention_without_a_day_joins_neither_of_two_days() -> None:
    told = mentioned({}, on("2026-01-01"), on("2025-12-31"))
    assert brought_together(told, POLICE, POLICE, POLICE).events["mention_count"].to_list() == [1, 1, 1]


def test_other_people_make_another_event() -> None:
    assert brought_together(mentioned({}, {}), POLICE, ("army", "rebels")).events.height == 2


def test_one_day_in_one_city_is_one_event_for_two_articles() -> None:
    told = mentioned({"place_mention_id": "p"} | on("2026-01-01"), {"article_id": "b", "place_mention_id": "p", "killed_count": 3} | on("2026-01-01"))
    found = brought_together(told, ("police", ""), ("gunmen", ""), where="Nairobi").events
    assert found.select("article_count", "source_count", "place_name", "country_code", "place_precision", "killed_count").rows() == [
        (2, 2, "Nairobi", "KEN", "city", 3)
    ]


def test_an_event_is_dated_by_its_surest_and_finest_report() -> None:
    coarse = on("2026-01-01") | {"date_end": date(2026, 1, 31), "date_granularity": "month", "date_edtf": "2026-01", "date_source": "stated"}
    found = brought_together(mentioned(on("2026-01-02", "publication"), on("2026-01-01", "relative")), POLICE, POLICE).events
    assert found.select("date_start", "date_source").rows() == [(date(2026, 1, 1), "relative")]
    told = mentioned(coarse, coarse | {"date_end": date(2026, 1, 1), "date_granularity": "day", "date_edtf": "2026-01-01"})
    assert brought_together(told, POLICE, POLICE).events["date_edtf"].to_list() == ["2026-01-01"]


def test_counts_are_those_of_the_latest_report_that_gives_any() -> None:
    told = mentioned(
        {"killed_count": 2} | on("2026-01-01"), {"article_id": "b", "killed_count": 5} | on("2026-01-01"), {"article_id": "c"} | on("2026-01-01")
    )
    found = brought_together(told, POLICE, POLICE, POLICE, dated=articles(a="2026-01-02", b="2026-01-03", c="2026-01-04"))
    assert found.events.select("killed_count", "article_count").rows() == [(5, 3)]


@pytest.mark.parametrize(
    ("event_type", "event_mode", "expected"),
    [("COERCE", "arrest", (4, -7.0)), ("THREATEN", "arrest", (3, -3.5)), ("COERCE", None, (4, None)), ("AGREE", None, (1, 2.5))],
)
def test_scores_come_from_mode_and_type(event_type: str, event_mode: str | None, expected: tuple[int, float | None]) -> None:
    found = brought_together(mentioned({"event_type": event_type, "event_mode": event_mode}), POLICE).events
    quad, intensity = found.select("quad_code", "intensity").row(0)
    assert quad == expected[0] and (intensity == expected[1] if expected[1] is not None else -10 <= intensity <= 10)


def test_a_summary_says_who_what_and_to_whom() -> None:
    said = brought_together(mentioned({"event_mode": "arrest", "event_status": "future"} | on("2026-02-01")), POLICE).events["summary"].item()
    assert all(word in said for word in ("police", "protesters", "arrest", "2026-02-01", "[future]")), said


def test_participants_without_an_actor_are_kept_with_their_mention_only() -> None:
    found = brought_together(mentioned({}), ("", ""))
    assert (found.events.height, found.event_actors.height) == (1, 0)


def test_an_event_keeps_its_identifier_when_it_is_told_again() -> None:
    found = brought_together(mentioned({"article_id": "b"} | on("2026-01-01"), on("2026-01-01")), POLICE, POLICE, known={"e0": "old"})
    assert found.events["event_id"].to_list() == [an_id("evt", "old")]


def test_events_that_turn_out_to_be_one_keep_the_smaller_identifier() -> None:
    ids = sorted([an_id("evt", "x"), an_id("evt", "y")])
    found = brought_together(mentioned({}, {}), POLICE, POLICE, known={"e0": "x", "e1": "y"})
    known = pl.DataFrame({"event_mention_id": [an_id("evm", "e0"), an_id("evm", "e1")], "event_id": [an_id("evt", "x"), an_id("evt", "y")]})
    assert found.events["event_id"].to_list() == ids[:1]
    assert events.redirects(known, found.event_mentions).rows() == [(ids[1], ids[0])]


def test_an_event_that_turns_out_to_be_two_leaves_its_identifier_to_one() -> None:
    founder = make_id("evt", an_id("evm", "e0"))
    known = pl.DataFrame({"event_mention_id": [an_id("evm", e) for e in ("e0", "e1", "e2")], "event_id": [founder] * 3})
    told = mentioned({}, {"event_type": "ASSAULT"}, {"event_type": "ASSAULT"})
    frame = told.select("event_mention_id", "event_type")
    ids = event_identity.kept_names([0, 1, 1], frame["event_mention_id"].to_list(), known)
    assert ids == {0: founder}


def redirects_after(earlier: list[tuple[str, str]], *, then: dict[str, str], now: dict[str, str]) -> list[tuple[str, str]]:
    """Redirects of actors by short name, where mentions belonged to one actor then and to another now."""
    made = pl.DataFrame([(an_id("act", a), an_id("act", b), NOW) for a, b in earlier], schema=tables.redirects.schema, orient="row")
    mentions_then, mentions_now = (
        pl.DataFrame(
            {"mention_id": [an_id("men", m) for m in held], "actor_id": [an_id("act", a) for a in held.values()]},
            schema={"mention_id": pl.String, "actor_id": pl.String},
        )
        for held in (then, now)
    )
    nothing = tables.event_mentions.empty()
    known = Known(mentions_then, nothing.select("event_mention_id", "event_id"), made)
    names = {an_id("act", a): a for pair in ([*then.values()], [*now.values()], *earlier) for a in pair}
    found = redirected(mentions_now.select("actor_id").unique(), mentions_now, nothing, known, NOW)
    return sorted((names[a], names[b]) for a, b in found.select("old_id", "new_id").iter_rows())


def test_an_actor_that_another_has_taken_in_leads_there() -> None:
    assert redirects_after([], then={"m": "Nowak"}, now={"m": "Marta Nowak"}) == [("Nowak", "Marta Nowak")]


def test_a_redirect_leads_on_to_where_it_leads_now() -> None:
    found = redirects_after([("M. N.", "Nowak")], then={"m": "Nowak"}, now={"m": "Marta Nowak"})
    assert found == [("M. N.", "Marta Nowak"), ("Nowak", "Marta Nowak")]


def test_an_actor_that_was_told_apart_again_leads_nowhere() -> None:
    assert redirects_after([("Nowak", "Marta Nowak")], then={"m": "Marta Nowak"}, now={"m": "Nowak", "n": "Marta Nowak"}) == []


def test_a_redirect_to_an_actor_that_is_gone_is_gone_too() -> None:
    assert redirects_after([("Nowak", "Marta Nowak")], then={"m": "Marta Nowak"}, now={"n": "Jan Zielony"}) == []


def test_a_claim_mentions_the_actors_and_tells_the_events_inside_it() -> None:
    said = rows(
        STAGES["claims"],
        {"claim_id": "c", "article_id": "a", "speaker_chain_id": "s", "addressee_mention_id": "to", "content_char_start": 10, "content_char_end": 40},
    )
    pieces = rows(
        tables.claim_spans, {"claim_id": "c", "char_start": 10, "char_end": 20}, {"claim_id": "c", "span_index": 1, "char_start": 30, "char_end": 40}
    )
    spans = {"in": (12, 18), "between": (22, 28), "across": (18, 32), "to": (0, 5), "edge": (30, 40)}
    mentions = rows(
        tables.mentions, *({"mention_id": m, "article_id": "a", "actor_id": m, "char_start": s, "char_end": e} for m, (s, e) in spans.items())
    )
    told = rows(tables.event_mentions, *({"event_mention_id": m, "article_id": "a", "char_start": s, "char_end": e} for m, (s, e) in spans.items()))
    chain_actors = pl.DataFrame({"chain_id": [an_id("chn", "s")], "actor_id": [an_id("act", "speaker")]})
    found = claims.resolve(said, pieces, chain_actors=chain_actors, mentions=mentions, event_mentions=told)
    names = {an_id("act", name): name for name in spans} | {an_id("evm", name): name for name in spans}
    assert found.claims["speaker_actor_id"].to_list() == [an_id("act", "speaker")]
    assert sorted((names[a], role) for a, role in found.claim_actors.select("actor_id", "role").iter_rows()) == [
        ("edge", "mentioned"),
        ("in", "mentioned"),
        ("to", "addressee"),
    ]
    assert sorted(names[e] for e in found.claim_events["event_mention_id"]) == ["edge", "in"]


@pytest.fixture
def published() -> dict[str, pl.DataFrame]:
    """Two events between two countries: one on a day, one known to the year only."""
    day = {"event_status": "occurred", "quad_code": 4, "intensity": -7.0, "event_type": "COERCE", "killed_count": 2} | on("2026-01-15")
    year = day | {"date_end": date(2026, 12, 31), "date_granularity": "year", "date_edtf": "2026"}
    sides = [
        {"event_id": e, "actor_id": a, "role": r, "mention_count": n}
        for e in ("day", "year")
        for a, r, n in (("K", "actor", 1), ("L", "actor", 3), ("P", "recipient", 1))
    ]
    return {name: table.empty() for name, table in tables.TABLES.items()} | {
        "articles": articles(a="2026-01-16", b="2026-01-17"),
        "sentences": rows(
            tables.sentences,
            {"sentence_id": "s1", "article_id": "a", "text": "First told."},
            {"sentence_id": "s2", "article_id": "b", "text": "Told again."},
        ),
        "mentions": rows(
            tables.mentions,
            {"article_id": "a", "actor_id": "K"},
            {"article_id": "a", "actor_id": "K"},
            {"article_id": "b", "actor_id": "P"},
            {"article_id": "a"},
        ),
        "actors": rows(
            tables.actors,
            {"actor_id": "K", "name": "Kenya", "country_code": "KEN"},
            {"actor_id": "L", "name": "Loners"},
            {"actor_id": "P", "name": "Poland", "country_code": "POL"},
        ),
        "events": rows(tables.events, day | {"event_id": "day"}, year | {"event_id": "year"}),
        "event_actors": rows(tables.event_actors, *sides),
        "event_articles": rows(
            tables.event_articles,
            {"event_id": "day", "article_id": "a"},
            {"event_id": "day", "article_id": "b"},
            {"event_id": "year", "article_id": "b"},
        ),
        "event_mentions": rows(
            tables.event_mentions,
            {"event_id": "day", "article_id": "b", "sentence_id": "s2"},
            {"event_id": "day", "article_id": "a", "sentence_id": "s1"},
            {"event_id": "year", "article_id": "b", "sentence_id": "s2"},
        ),
        "claims": rows(
            tables.claims,
            {"claim_id": "c", "article_id": "b", "sentence_id": "s2", "speaker_actor_id": "P"},
            {"claim_id": "d", "article_id": "b", "sentence_id": "s2"},
        ),
    }


def test_a_flat_event_names_its_actors_by_weight_and_the_sentence_that_told_it_first(published: dict[str, pl.DataFrame]) -> None:
    flat = marts.events_flat(published).filter(event_id=an_id("evt", "day"))
    columns = (
        "event_type_label",
        "quad_label",
        "actor_1_name",
        "actor_2_name",
        "actor_2_country_code",
        "recipient_1_name",
        "recipient_2_name",
        "first_sentence",
    )
    assert flat.select(columns).rows() == [("Coerces", "Material conflict", "Loners", "Kenya", "KEN", "Poland", None, "First told.")]


def test_a_flat_claim_names_its_speaker_if_it_has_one(published: dict[str, pl.DataFrame]) -> None:
    flat = marts.claims_flat(published)
    assert sorted(flat.select("speaker_name", "speaker_country_code", "sentence", "published_date").rows(), key=str) == [
        ("Poland", "POL", "Told again.", date(2026, 1, 17)),
        (None, None, "Told again.", date(2026, 1, 17)),
    ]


def test_an_actors_day_counts_what_was_published_on_it(published: dict[str, pl.DataFrame]) -> None:
    days = marts.actor_days(published).join(published["actors"].select("actor_id", "name"), on="actor_id").sort("name")
    assert days.select("name", "date", "article_count", "mention_count", "event_count", "claim_count").rows() == [
        ("Kenya", date(2026, 1, 16), 1, 2, 1, 0),
        ("Poland", date(2026, 1, 17), 1, 1, 2, 1),
    ]


def test_a_pair_of_countries_counts_events_known_to_the_month(published: dict[str, pl.DataFrame]) -> None:
    assert marts.dyad_months(published).rows() == [("KEN", "POL", date(2026, 1, 1), 0, 0, 0, 1, -7.0, 2)]


def test_what_did_not_happen_counts_for_no_pair(published: dict[str, pl.DataFrame]) -> None:
    denied = published | {"events": published["events"].with_columns(event_status=pl.lit("negated"))}
    assert marts.dyad_months(denied).height == 0


def test_marts_of_nothing_are_empty_but_the_codes() -> None:
    found = marts.derive({name: table.empty() for name, table in tables.TABLES.items()})
    assert {name: frame.height for name, frame in found.items() if name != "codes"} == {
        "events_flat": 0,
        "claims_flat": 0,
        "actor_days": 0,
        "dyad_months": 0,
    }
    assert found["codes"].height > 500
