"""One event told in many sentences, and by many articles: what joins, and what stays apart."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from tests.transforms.test_resolution import an_id, rows
from transforms import events, tables
from transforms.annotation.stages import STAGES
from transforms.retellings import alike
from transforms.retold import ALIKE

ATTACK = {
    "event_type": "ASSAULT",
    "event_status": "occurred",
    "trigger_lemma": "shoot",
    "date_source": "unknown",
    "confidence": 0.5,
    "is_background": False,
}
CITIES = {"Mombasa": (-4.05, 39.67), "Likoni": (-4.08, 39.66), "Kisumu": (-0.10, 34.75)}
FERRY = (
    "Gunmen fired on the Likoni ferry on Tuesday evening, wounding the helmsman, Baraka Otieno, and two traders from Kwale. "
    "Passengers jumped overboard near the Mtongwe jetty, and the coast guard pulled nine of them from the channel."
)
FERRY_AGAIN = (
    "The helmsman Baraka Otieno was in a stable condition after gunmen fired on his ferry off the Mtongwe jetty. "
    "The coast guard said nine passengers who jumped into the Likoni channel were safe, and two traders from Kwale were in hospital."
)
TEA = (
    "Tea growers in Kericho expect a record harvest after good rains, and the auction house in the city raised its forecast for the "
    "season. Buyers from Egypt and Pakistan were bidding early."
)


def day(text: str) -> dict[str, Any]:
    """Columns of a day that the text tells."""
    at = date.fromisoformat(text)
    return {"date_start": at, "date_end": at, "date_granularity": "day", "date_source": "relative", "date_text": "on the day", "date_edtf": text}


def together(
    *told: dict[str, Any], texts: dict[str, str] | None = None, published: str = "2026-03-04", outlets: dict[str, str] | None = None
) -> list[int]:
    """Number of mentions of each event. Each dict tells a mention of ATTACK in article a; `doer`, `victim`, `city` tell more."""
    texts = texts or {"a": "x" * 400}
    mentions, people = [], []
    for number, each in enumerate(told):
        own = {name: value for name, value in each.items() if name not in ("doer", "victim", "city")}
        place = {"place_mention_id": each["city"], "place_source": "stated"} if "city" in each else {"place_mention_id": None, "place_source": None}
        at = {
            "char_start": 100 * number,
            "char_end": 100 * number + 4,
            "event_mention_id": f"e{number}",
            "sentence_id": f"s{number}",
            "article_id": "a",
        }
        mentions.append(ATTACK | at | place | own)
        for role, name in (("actor", each.get("doer")), ("recipient", each.get("victim"))):
            if name:
                people.append({"event_mention_id": f"e{number}", "role": role, "position": 0, "chain_id": name, "text": name})
    names = sorted({person["chain_id"] for person in people})
    articles = [
        {
            "article_id": name,
            "text": text,
            "published_at": datetime.fromisoformat(published).replace(tzinfo=UTC),
            "source_name": (outlets or {}).get(name, name),
        }
        for name, text in texts.items()
    ]
    found = events.bring_together(
        rows(STAGES["event_mentions"], *mentions),
        rows(STAGES["event_mention_actors"], *people),
        chain_actors=pl.DataFrame(
            {"chain_id": [an_id("chn", n) for n in names], "actor_id": [an_id("act", n) for n in names]},
            schema={"chain_id": pl.String, "actor_id": pl.String},
        ),
        actors=rows(tables.actors, *({"actor_id": n, "name": n, "is_named": n[0].isupper(), "actor_type": "person"} for n in names)),
        mention_places=pl.DataFrame({"mention_id": [an_id("men", c) for c in CITIES], "place_id": [an_id("plc", c) for c in CITIES]}),
        places=rows(
            tables.places, *({"place_id": c, "name": c, "place_type": "city", "latitude": at[0], "longitude": at[1]} for c, at in CITIES.items())
        ),
        articles=rows(tables.articles, *articles),
        mentions=tables.mentions.empty(),
    )
    return sorted(found.events["mention_count"].to_list(), reverse=True)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"victim": "a trader"}, {"victim": "the woman", "trigger_lemma": "kill"}),
        ({"victim": "a trader", **day("2026-03-03")}, {"doer": "the gunman", "trigger_lemma": "open fire"}),
        ({"city": "Mombasa", **day("2026-03-03")}, {"city": "Likoni"}),
        ({"victim": "a 30-year-old trader"}, {"victim": "a 16-year-old boy"}),
        ({"event_mode": "firearms"}, {"trigger_lemma": "wound"}),
        ({"doer": "Juma Said"}, {"doer": "the gunman"}),
    ],
)
def test_an_article_tells_one_attack_in_many_words(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert together(first, second) == [2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (day("2026-03-03"), day("2026-02-20")),
        ({"city": "Mombasa"}, {"city": "Kisumu"}),
        ({"event_mode": "firearms"}, {"event_mode": "explosives"}),
        ({"doer": "Juma Said"}, {"doer": "Peter Kamau"}),
        ({"victim": "a 30-year-old trader", "city": "Mombasa"}, {"victim": "a 16-year-old boy", "city": "Likoni"}),
        ({}, {"is_background": True}),
        ({}, {"event_status": "hypothetical"}),
        ({}, {"trigger_lemma": "threaten", "event_type": "THREATEN"}),
    ],
)
def test_an_article_tells_two_attacks(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert together(first, second) == [1, 1]


def test_another_attack_is_another() -> None:
    text = "A guard was shot at the gate on Monday night.".ljust(85) + "In another shooting a cook was shot."
    assert together({"char_start": 12}, {"char_start": 112}, texts={"a": text}) == [1, 1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        (day("2026-03-03"), {}),
        (day("2026-03-03"), day("2026-03-02")),
        ({"city": "Mombasa"}, {"city": "Likoni"}),
        ({"victim": "a 40-year-old man"}, {"victim": "the 40-year-old helmsman"}),
    ],
)
def test_articles_that_are_alike_tell_one_attack(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert together(first, {"article_id": "b"} | second, texts={"a": FERRY, "b": FERRY_AGAIN, "c": TEA}) == [2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (day("2026-03-03"), day("2026-02-24")),
        (day("2025-03-03"), {}),
        ({"city": "Mombasa"}, {"city": "Kisumu"}),
        ({"victim": "a 40-year-old man"}, {"victim": "a 12-year-old girl"}),
        ({}, {"event_status": "negated"}),
        ({}, {"event_type": "CONSULT", "trigger_lemma": "meet"}),
    ],
)
def test_what_two_articles_tell_differs(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert together(first, {"article_id": "b"} | second, texts={"a": FERRY, "b": FERRY_AGAIN, "c": TEA}) == [1, 1]


def test_articles_that_are_not_alike_tell_two_attacks() -> None:
    assert together({}, {"article_id": "c"}, texts={"a": FERRY, "b": FERRY_AGAIN, "c": TEA}) == [1, 1]


def test_talks_are_the_same_only_if_somebody_took_part_in_both() -> None:
    talks = {"event_type": "CONSULT", "trigger_lemma": "meet"}
    texts = {"a": FERRY, "b": FERRY_AGAIN, "c": TEA}
    assert together(talks | {"doer": "Asha Ali"}, talks | {"doer": "Asha Ali", "article_id": "b"}, texts=texts) == [2]
    assert together(talks | {"doer": "Asha Ali"}, talks | {"doer": "Omar Juma", "article_id": "b"}, texts=texts) == [1, 1]


def test_likeness_is_that_of_rare_words_and_symmetric() -> None:
    texts = pl.DataFrame({"article_id": ["a", "b", "c"], "text": [FERRY, FERRY_AGAIN, TEA], "published_at": [datetime(2026, 3, 4, tzinfo=UTC)] * 3})
    none = pl.DataFrame(schema={"article_id": pl.String, "block": pl.String})
    found = alike(texts, none)
    likeness = {(one, other): similarity for one, other, similarity in found.iter_rows()}
    assert ALIKE < likeness["a", "b"] < 0.9
    assert max(likeness.get(("a", "c"), 0), likeness.get(("b", "c"), 0)) < ALIKE
    assert alike(texts.reverse(), none).equals(found)


def test_reports_weeks_apart_are_compared_if_they_tell_of_the_same_day() -> None:
    texts = pl.DataFrame(
        {
            "article_id": ["a", "b", "c"],
            "text": [FERRY, FERRY_AGAIN, TEA],
            "published_at": [datetime(2026, month, 4, tzinfo=UTC) for month in (3, 6, 6)],
        }
    )
    told = pl.DataFrame({"article_id": ["a", "b"], "block": ["told 2026-03-03"] * 2})
    assert alike(texts, told.clear()).filter(article_id="a").height == 0
    assert alike(texts, told).filter(article_id="a").height == 1
