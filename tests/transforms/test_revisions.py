"""That a changed text at a known address is a new revision of it, and that nothing is counted twice."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.relations import misnumbered_revisions
from flows.ingest import Made, brought_in, extended
from flows.sources.collect import Collected
from transforms import articles, revisions, tables
from transforms.articles import RAW_RECORDS, RAW_REJECTS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTHING = Made(tables.articles.empty(), tables.rejects.empty(), {})
URL = "https://news.example/dam"
OPENED, CLOSED, BURST = "The dam was opened.", "The dam was closed again.", "The dam burst on Sunday."


def record(text: str | None, url: str | None = URL, *, published: str | None = None, id_: str | None = None) -> dict[str, object]:
    """A record of a source that gives ids only where there is one."""
    return {"text_raw": text, "url": url, "published_at_raw": published, "has_own_id": id_ is not None, "source_ref": id_ or "feed.jsonl"}


def ingested(*rows: dict[str, object], known: Made = NOTHING, run: int = 1, replace: bool = False) -> Made:
    """The dataset after one more run; as a release has it, articles sorted by their key."""
    numbered = [
        {"source_path": "feed.jsonl", "record_locator": f"run {run} line {number}", "extractor": "jsonl"} | row for number, row in enumerate(rows, 1)
    ]
    found = Collected(pl.DataFrame(numbered, schema=RAW_RECORDS), pl.DataFrame(schema=RAW_REJECTS), [])
    before = articles.Normalized(known.articles, known.rejects)
    made = brought_in(found, before, annotate_duplicates=False, longest_article=10_000, replace=replace, now=NOW + timedelta(days=run))
    return made._replace(articles=tables.articles.sorted(made.articles))


def shown(made: Made) -> list[tuple[str, int, str | None, str | None]]:
    """Text, number, text it is a revision of, and why it is skipped, in the order of the revisions."""
    texts = dict(made.articles.select("article_id", "text").iter_rows())
    rows = made.articles.sort("url", "revision_number", "text", nulls_last=True).select("text", "revision_number", "revision_of", "skipped_reason")
    return [(text, number, texts.get(of), why) for text, number, of, why in rows.iter_rows()]


REVISED = [(OPENED, 1, None, "superseded"), (CLOSED, 2, OPENED, None)]


def test_a_changed_text_at_a_known_address_is_a_new_revision() -> None:
    first = ingested(record(OPENED))
    second = ingested(record(CLOSED, "http://www.news.example/dam/?utm_source=x"), known=first, run=2)
    assert (shown(first), shown(second)) == ([(OPENED, 1, None, None)], REVISED)
    assert set(first.articles["article_id"]) < set(second.articles["article_id"]), "the first text keeps its id"


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([record(OPENED), record(CLOSED)], REVISED),
        ([record(CLOSED, published="2024-05-07"), record(OPENED, published="2024-05-06")], REVISED),
        ([record(OPENED), record(CLOSED, published="2024-05-06")], REVISED),
        ([record(OPENED), record("THE DAM was  opened!")], [(OPENED, 1, None, None)]),
        ([record(OPENED), record(""), record(CLOSED)], REVISED),
        ([record(""), record(OPENED)], [(OPENED, 1, None, None)]),
        ([record(OPENED, id_="a"), record(CLOSED, id_="a")], REVISED),
        ([record(OPENED, id_="a"), record(CLOSED, id_="b")], [(CLOSED, 1, None, None), (OPENED, 1, None, None)]),
        ([record(OPENED, None, id_="a"), record(CLOSED, None, id_="a")], [(CLOSED, 1, None, None), (OPENED, 1, None, None)]),
        ([record(OPENED, None), record(CLOSED, None)], [(CLOSED, 1, None, None), (OPENED, 1, None, None)]),
        ([record("..."), record("---")], [("...", 1, None, "superseded"), ("---", 2, "...", None)]),
    ],
)
def test_what_two_records_of_one_run_are(rows: list[dict[str, object]], texts: list[tuple[object, ...]]) -> None:
    assert shown(ingested(*rows)) == texts


def test_what_two_records_are_does_not_depend_on_the_run_they_come_in() -> None:
    rows = [record(OPENED), record(CLOSED), record(BURST), record(OPENED, id_="a"), record(CLOSED, id_="a"), record(CLOSED, None)]
    one = ingested(*rows)
    many = NOTHING
    for run, row in enumerate(rows, 1):
        many = ingested(row, known=many, run=run)
    assert shown(many) == shown(one)
    assert many.articles["article_id"].to_list() == one.articles["article_id"].to_list()


def test_a_text_that_comes_back_changes_nothing() -> None:
    once = ingested(record(CLOSED), known=ingested(record(OPENED)), run=2)
    back = ingested(record(OPENED), known=once, run=3)
    assert back.articles.equals(once.articles)
    assert (back.accounts["known"], back.accounts["new"], back.accounts["revisions"]) == (1, 0, 0)


def test_an_older_text_that_is_found_later_takes_its_place() -> None:
    known = ingested(record(CLOSED, published="2024-05-07"))
    found = ingested(record(OPENED, published="2024-05-06"), known=known, run=2)
    assert shown(found) == REVISED
    assert found.accounts["revisions"] == 1


def test_replacing_makes_what_a_fresh_dataset_would_be() -> None:
    known = ingested(record(CLOSED), known=ingested(record(OPENED)), run=2)
    replaced, fresh = ingested(record(CLOSED), known=known, run=3, replace=True), ingested(record(CLOSED), run=3)
    assert replaced.articles.drop("ingested_at").equals(fresh.articles.drop("ingested_at"))
    assert replaced.articles["ingested_at"].to_list() == [NOW + timedelta(days=1)], "the dataset has had an article at this address since"


def test_a_copy_of_a_text_that_is_superseded_is_linked_to_none() -> None:
    first = ingested(
        record(OPENED),
        record(OPENED, "https://mail.example/1", published="2024-05-09"),
        record(OPENED, "https://mail.example/2", published="2024-05-07"),
    )
    second = ingested(record(CLOSED, "https://mail.example/2", published="2024-05-08"), known=first, run=2)
    links = second.articles.filter(pl.col("duplicate_of").is_not_null()).select("url", "skipped_reason").rows()
    assert first.articles["copy_count"].sum() == 2 and links == [(URL, "duplicate")]
    assert sorted(second.articles["skipped_reason"].drop_nulls()) == ["duplicate", "superseded"]


def test_each_superseded_text_leads_to_the_latest() -> None:
    made = ingested(record(OPENED), record(CLOSED), record(BURST), record(OPENED, "https://mail.example/1"))
    texts = dict(made.articles.select("article_id", "text").iter_rows())
    assert sorted((texts[a], texts[b]) for a, b in revisions.latest(made.articles).iter_rows()) == [(CLOSED, BURST), (OPENED, BURST)]


def test_articles_of_an_older_contract_get_what_every_article_has() -> None:
    made = ingested(record(OPENED)).articles
    older = made.drop("revision_of", "revision_number", "copy_count")
    assert tables.articles.conform(extended(older)).equals(made)


ROW = st.builds(
    record,
    st.sampled_from([None, "", OPENED, OPENED.upper(), CLOSED, BURST]),
    st.sampled_from([None, URL, f"{URL}/amp", "https://mail.example/1", "nonsense"]),
    published=st.sampled_from([None, "2024-05-06", "2024-05-07", "soon"]),
    id_=st.sampled_from([None, "a", "b"]),
)


@settings(max_examples=60, deadline=None)
@given(runs=st.lists(st.lists(ROW, max_size=6), min_size=1, max_size=3), replace=st.booleans())
def test_every_record_is_accounted_for(runs: list[list[dict[str, object]]], replace: bool) -> None:
    made = NOTHING
    for run, rows in enumerate(runs, 1):
        before = made
        made = ingested(*rows, known=made, run=run, replace=replace)
        told = made.accounts
        assert told["records"] == len(rows) == told["new"] + told["revisions"] + told["known"] + told["rejects"]
        assert min(told.values()) >= 0 and told["duplicates"] <= told["new"] + told["revisions"] and told["repeated"] <= told["rejects"]
        if not replace:
            assert made.articles.height == before.articles.height + told["new"] + told["revisions"]
            assert set(before.articles["article_id"]) <= set(made.articles["article_id"])
        assert misnumbered_revisions({"articles": made.articles}).is_empty()
        assert made.articles["article_id"].is_unique().all()
        again = ingested(*rows, known=made, run=run + 1)
        assert again.articles.equals(made.articles), "the same records again change nothing"
