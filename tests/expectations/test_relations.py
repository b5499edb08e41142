"""Tables in, rows at fault out: what holds between rows and tables."""

import subprocess
import sys
from datetime import UTC, date, datetime
from time import perf_counter
from typing import Any

import polars as pl
import pytest

from expectations.relations import RELATIONS
from expectations.shape import Tables
from expectations.spans import Span, spans_of
from tests.expectations.conftest import ACTOR, ELSEWHERE, with_rows
from transforms.tables import TABLES

CLAIM, EVENT, ARTICLE = f"clm_{0:020x}", f"evt_{0:020x}", f"art_{0:020x}"
CUE = {"cue_text": "text", "cue_char_start": 0, "cue_char_end": 4}


def broken(tables: Tables) -> dict[tuple[str, str], int]:
    """Rows at fault by table and relation, where there are any."""
    found = {(relation.table, relation.name): relation.at_fault(tables).height for relation in RELATIONS}
    return {relation: rows for relation, rows in found.items() if rows}


def test_a_valid_release_breaks_no_relation(release: Tables) -> None:
    assert broken(release) == {}


def test_a_release_without_rows_breaks_no_relation() -> None:
    assert broken({name: table.empty() for name, table in TABLES.items()}) == {}


def test_relations_have_names_of_their_own() -> None:
    assert len({(relation.table, relation.name) for relation in RELATIONS}) == len(RELATIONS)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: f"{relation.table}: {relation.name}")
def test_rows_at_fault_have_the_columns_of_their_table(release: Tables, relation: Any) -> None:
    assert relation.at_fault(release).schema == TABLES[relation.table].schema


@pytest.mark.parametrize(
    ("table", "values", "relation"),
    [
        ("mentions", {"text": "tex"}, "text is articles.text[char_start:char_end]"),
        ("mentions", {"char_start": 1}, "text is articles.text[char_start:char_end]"),
        ("mentions", {"char_end": 5}, "text is articles.text[char_start:char_end]"),
        ("mentions", {"char_start": -4, "char_end": 0}, "text is articles.text[char_start:char_end]"),
        ("mentions", {"char_start": 4}, "char_start is before char_end"),
        ("sentences", {"text": "Text"}, "text is articles.text[char_start:char_end]"),
        ("event_mentions", {"trigger": "t"}, "trigger is articles.text[char_start:char_end]"),
        ("event_mention_actors", {"text": "other"}, "text is articles.text[char_start:char_end]"),
        ("claim_spans", {"text": "other"}, "text is articles.text[char_start:char_end]"),
        ("claim_spans", {"char_start": 5, "char_end": 6}, "the piece lies within the content of its claim"),
        ("claims", {"speaker_text": "Ana"}, "speaker_text is articles.text[speaker_char_start:speaker_char_end]"),
        ("claims", {"speaker_text": None}, "speaker_char_start is before speaker_char_end"),
        ("claims", {**CUE, "cue_text": "said"}, "cue_text is articles.text[cue_char_start:cue_char_end]"),
        ("claims", {**CUE, "cue_char_end": None}, "cue_char_start is before cue_char_end"),
        ("claims", {"content_text": "ext"}, "content_text is articles.text[content_char_start:content_char_end]"),
        ("claims", {"content_char_start": 4, "content_char_end": 5}, "the sentence holds the start of the span"),
        ("mentions", {"char_start": 4, "char_end": 5}, "the sentence holds the start of the span"),
        ("mentions", {"article_id": f"art_{ELSEWHERE}"}, "the sentence holds the start of the span"),
        ("mentions", {"article_id": f"art_{ELSEWHERE}"}, "article_id is in articles.article_id"),
        ("mentions", {"place_id": f"plc_{ELSEWHERE}"}, "place_id is in places.place_id"),
        ("claim_events", {"event_mention_id": f"evm_{ELSEWHERE}"}, "event_mention_id is in event_mentions.event_mention_id"),
        ("articles", {"duplicate_of": ARTICLE}, "duplicate_of is no duplicate itself"),
        ("articles", {"copy_count": 1}, "copy_count is the number of its copies"),
        ("articles", {"revision_number": 2}, "all revisions of an address but the last are superseded"),
        ("articles", {"skipped_reason": "superseded"}, "all revisions of an address but the last are superseded"),
        ("articles", {"revision_of": ARTICLE, "revision_number": 2}, "all revisions of an address but the last are superseded"),
        ("articles", {"char_count": 5}, "char_count is the length of text"),
        ("articles", {"sentence_count": 2}, "sentence_count is the number of its sentences"),
        ("claims", {"nesting_depth": 1}, "nesting_depth is one more than the parent's, in the same article"),
        ("claims", {"parent_claim_id": CLAIM}, "nesting_depth is one more than the parent's, in the same article"),
        ("events", {"mention_count": 2}, "mention_count is the number of its event_mentions"),
        ("events", {"article_count": 2}, "article_count is the number of its event_articles"),
        ("event_articles", {"mention_count": 2}, "mention_count is the number of its event_mentions"),
        ("actors", {"mention_count": 2}, "mention_count is the number of its mentions"),
        ("events", {"date_end": date(2026, 11, 18)}, "date_start is not after date_end"),
        ("claims", {"said_date_start": date(2026, 1, 2), "said_date_end": date(2026, 1, 1)}, "said_date_start is not after said_date_end"),
        (
            "actors",
            {"first_mentioned_date": date(2026, 1, 2), "last_mentioned_date": date(2026, 1, 1)},
            "first_mentioned_date is not after last_mentioned_date",
        ),
        (
            "events",
            {"first_reported_at": datetime(2026, 1, 1, 1, tzinfo=UTC), "last_reported_at": datetime(2026, 1, 1, tzinfo=UTC)},
            "first_reported_at is not after last_reported_at",
        ),
        ("redirects", {"new_id": f"act_{ELSEWHERE}"}, "new_id stands for old_id now"),
        ("redirects", {"old_id": ACTOR}, "new_id stands for old_id now"),
    ],
)
def test_a_row_that_breaks_a_relation_is_found(release: Tables, table: str, values: dict[str, Any], relation: str) -> None:
    assert broken(with_rows(release, table, values))[table, relation] == 1


@pytest.mark.parametrize(("table", "by"), [("events", "events_flat"), ("claims", "claims_flat"), ("claims", "claim_spans")])
def test_a_row_that_another_table_leaves_out_is_found(release: Tables, table: str, by: str) -> None:
    left_out = {**release, by: release[by].clear()}
    assert broken(left_out)[table, f"{TABLES[table].key[0]} has a row in {by}"] == 1


def test_null_leads_nowhere_and_is_no_fault(release: Tables) -> None:
    unknown = {"actor_id": None, "mention_id": None}
    assert broken(with_rows(release, "event_mention_actors", unknown)) == {}


@pytest.mark.parametrize(
    ("text", "start", "end", "span"), [("Łódź: 12 dead", 6, 8, "12"), ("👩‍👩‍👧 won", 6, 9, "won"), ("Zoe\u0308 said no", 5, 9, "said")]
)
def test_offsets_count_code_points(release: Tables, text: str, start: int, end: int, span: str) -> None:
    assert text[start:end] == span
    tables = with_rows(release, "articles", {"text": text, "char_count": len(text)})
    tables = with_rows(tables, "sentences", {"text": text, "char_end": len(text)})
    mentions = with_rows(tables, "mentions", {"text": span, "char_start": start, "char_end": end})
    assert ("mentions", "text is articles.text[char_start:char_end]") not in broken(mentions)


def test_a_claim_in_a_claim_of_the_same_article_is_no_fault(release: Tables) -> None:
    inner = {"claim_id": f"clm_{1:020x}", "parent_claim_id": CLAIM, "nesting_depth": 1}
    relation = next(relation for relation in RELATIONS if relation.name.startswith("nesting_depth"))
    assert relation.at_fault(with_rows(release, "claims", {}, inner)).height == 0
    assert relation.at_fault(with_rows(release, "claims", {}, inner | {"article_id": f"art_{ELSEWHERE}"}))["claim_id"].to_list() == [
        inner["claim_id"]
    ]


def test_claims_in_a_circle_are_found(release: Tables) -> None:
    first, second = CLAIM, f"clm_{1:020x}"
    circle = with_rows(
        release, "claims", {"parent_claim_id": second, "nesting_depth": 2}, {"claim_id": second, "parent_claim_id": first, "nesting_depth": 1}
    )
    assert ("claims", "nesting_depth is one more than the parent's, in the same article") in broken(circle)
    assert first in circle["claims"]["claim_id"]


def test_spans_are_read_off_the_declaration() -> None:
    assert spans_of(TABLES["event_mentions"]) == (Span("char_start", "char_end", "trigger"),)
    assert [span.text for span in spans_of(TABLES["claims"])] == ["speaker_text", "cue_text", "content_text"]
    assert spans_of(TABLES["events"]) == ()


def test_three_hundred_thousand_spans_are_compared_in_seconds(release: Tables) -> None:
    numbered = pl.concat([release["mentions"]] * 1_000).select(pl.all().repeat_by(300).explode())
    text = "text " + "word été " * 300
    tables = {**with_rows(release, "articles", {"text": text}), "mentions": numbered}
    relation = next(
        relation for relation in RELATIONS if (relation.table, relation.name) == ("mentions", "text is articles.text[char_start:char_end]")
    )
    begun = perf_counter()
    assert relation.at_fault(tables).height == 0
    assert perf_counter() - begun < 5


def test_relations_load_no_great_expectations() -> None:
    code = "import sys, expectations.relations; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
