"""Where and when events happened that do not say so themselves."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from tests.transforms.test_resolution import an_id, rows
from transforms import scenes, tables
from transforms.annotation.stages import STAGES

DAY, LATER = date(2026, 1, 5), date(2026, 1, 9)
OWN = {"date_start": DAY, "date_end": DAY, "date_granularity": "day", "date_source": "relative", "date_edtf": "2026-01-05"}
ASSUMED = {"date_start": LATER, "date_end": LATER, "date_granularity": "day", "date_source": "publication", "date_edtf": "2026-01-09"}


def told(*mentions: dict[str, Any]) -> pl.DataFrame:
    """Event mentions of one article: shootings that happened, unless they say otherwise."""
    base = {"article_id": "a", "event_type": "ASSAULT", "event_status": "occurred", "is_background": False, "place_text": None, "place_source": None}
    frame = rows(STAGES["event_mentions"], *({"event_mention_id": f"e{n}"} | base | ASSUMED | m for n, m in enumerate(mentions)))
    return frame.with_columns(place_id=pl.lit(None, pl.String))


def named(*places: tuple[str, int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Mentions of towns at characters of the article, and the places they are."""
    mentions = [
        {"mention_id": f"m{n}", "article_id": "a", "entity_type": "place", "place_id": name, "text": name, "char_start": start, "char_end": start + 5}
        for n, (name, start) in enumerate(places)
    ]
    towns = [{"place_id": name, "name": name, "place_type": "city"} for name in sorted({name for name, _ in places})]
    return rows(tables.mentions, *mentions), rows(tables.places, *towns)


def settled(frame: pl.DataFrame, *places: tuple[str, int]) -> list[dict[str, Any]]:
    """The mentions, settled."""
    return scenes.settle(frame, *named(*places)).to_dicts()


def test_the_one_day_an_article_tells_is_the_day_of_its_other_events_of_the_type() -> None:
    first, second = settled(told(OWN, {}))
    assert (first["date_source"], second["date_source"]) == ("relative", "anchored")
    assert (second["date_start"], second["date_edtf"]) == (DAY, "2026-01-05")


def test_two_days_told_leave_the_publication_date() -> None:
    other = OWN | {"date_start": LATER, "date_end": LATER}
    assert settled(told(OWN, other, {}))[2]["date_source"] == "publication"


def test_a_town_of_the_lead_places_an_event_without_words_of_its_own() -> None:
    row = settled(told({}), ("Lima", 40), ("Cusco", 3000))[0]
    assert (row["place_id"], row["place_text"], row["place_source"]) == (an_id("plc", "Lima"), "Lima", "article")


@pytest.mark.parametrize(
    "mention",
    [{"event_status": "future"}, {"is_background": True}, {"event_type": "SUPPORT"}],
    ids=["to come", "told as history", "of a type that happens nowhere"],
)
def test_what_did_not_happen_there_gets_no_town(mention: dict[str, Any]) -> None:
    assert settled(told(mention), ("Lima", 40))[0]["place_id"] is None


def test_a_town_named_once_far_down_is_not_where_the_article_plays() -> None:
    assert settled(told({}), ("Cusco", 3000))[0]["place_id"] is None


def test_words_of_its_own_stay_where_no_known_place_has_the_name() -> None:
    row = settled(told({"place_text": "a bar on Elm Street"}), ("Lima", 40))[0]
    assert (row["place_id"], row["place_text"]) == (an_id("plc", "Lima"), "a bar on Elm Street")
