"""The page shows the words that support each row, and nothing it should not."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import polars as pl
import pytest

from output.diff import compare
from output.manifest import Facts
from output.report.page import render, verdict_of
from output.report.samples import Mark, claim_samples, cut, event_samples
from tests.rows import valid_row, valid_rows
from transforms.tables import TABLES

TEXT = 'Ana Silva said <b>"we won"</b>. Rebels attacked the town of Aru. 😀 Police & army left.'
URL = "https://news.example/?a=1&b=2"


def row(table: str, **values: Any) -> pl.DataFrame:
    return TABLES[table].frame([valid_row(TABLES[table], **values)])


def span(text: str) -> tuple[int, int]:
    return TEXT.index(text), TEXT.index(text) + len(text)


def at(text: str, prefix: str = "") -> dict[str, int]:
    return dict(zip((f"{prefix}char_start", f"{prefix}char_end"), span(text), strict=True))


@pytest.fixture
def news() -> dict[str, pl.DataFrame]:
    """One article with a claim in its first sentence and an event in its second."""
    tables = {name: table.empty() for name, table in TABLES.items()}
    articles = row("articles", text=TEXT, title="<Aru>", source_name="Post", url=URL, published_at=datetime(2026, 3, 5, tzinfo=UTC))
    first, second = (valid_row(TABLES["sentences"], row_number=n, article_id=articles["article_id"][0]) for n in (0, 1))
    sentences = TABLES["sentences"].frame([first | at('Ana Silva said <b>"we won"</b>.'), second | at("Rebels attacked the town of Aru.")])
    parts = {"speaker": "Ana Silva", "cue": "said", "content": '<b>"we won"</b>'}
    claim = {key: value for part, words in parts.items() for key, value in (at(words, f"{part}_") | {f"{part}_text": words}).items()}
    roles = [
        valid_row(TABLES["event_mention_actors"], role=role) | at(words) for role, words in (("actor", "Rebels"), ("recipient", "the town of Aru"))
    ]
    event = {"event_type": "ASSAULT", "summary": "Rebels attacked Aru", "date_start": date(2026, 3, 4), "killed_count": 0}
    return tables | {
        "articles": articles,
        "sentences": sentences,
        "claims": row("claims", **claim),
        "claim_spans": row("claim_spans", **at('"we won"')),
        "events": row("events", **event),
        "event_mentions": row("event_mentions", sentence_id=second["sentence_id"], **at("attacked")),
        "event_mention_actors": TABLES["event_mention_actors"].frame(roles),
    }


AUDIT = [
    {"table": "claims", "check": "cue_text is no blank", "severity": "critical", "success": True},
    {
        "table": "events",
        "check": "half have a place",
        "severity": "warning",
        "success": False,
        "unexpected_count": 1200,
        "element_count": 2000,
        "because": "wire copy <often> leaves it out",
        "examples": ["evt_1", {"event_id": "evt_2"}],
    },
]


def page(tables: dict[str, pl.DataFrame], **changes: Any) -> str:
    given: dict[str, Any] = {"version": "2026.11.22-k7f", "created_at": datetime(2026, 11, 22, 13, tzinfo=UTC), "previous": None, "audit": AUDIT}
    return render(**{**given, "tables": tables, "changes": compare(None, tables), **changes})


def test_a_claim_is_shown_with_its_speaker_cue_and_content_marked(news: dict[str, pl.DataFrame]) -> None:
    (sample,) = claim_samples(news)

    assert sample.title == "Ana Silva"
    assert sample.pieces == (("Ana Silva", "speaker"), (" ", None), ("said", "cue"), (" <b>", None), ('"we won"', "content"), ("</b>.", None))
    assert sample.source == ("Post", "“<Aru>”", "5 March 2026")


def test_an_event_is_shown_with_its_trigger_and_participants_marked(news: dict[str, pl.DataFrame]) -> None:
    (sample,) = event_samples(news)

    assert sample.pieces == (("Rebels", "actor"), (" ", None), ("attacked", "trigger"), (" ", None), ("the town of Aru", "recipient"), (".", None))
    assert {"ASSAULT", "2026-03-04", "0 killed", "1 article"} <= set(sample.facts)


def test_where_marks_overlap_the_shorter_one_shows() -> None:
    marks = [Mark(0, 8, "content"), Mark(2, 4, "cue")]

    assert list(cut("abcdefghij", marks, start=1, end=10)) == [("b", "content"), ("cd", "cue"), ("efgh", "content"), ("ij", None)]


def test_content_that_runs_on_for_pages_is_cut_short(news: dict[str, pl.DataFrame]) -> None:
    news["articles"] = news["articles"].with_columns(text=pl.lit(TEXT + "x" * 50_000))
    news["claims"] = news["claims"].with_columns(content_char_end=pl.lit(50_000, pl.Int64))
    news["claim_spans"] = TABLES["claim_spans"].empty()

    (sample,) = claim_samples(news)

    assert sum(len(text) for text, _ in sample.pieces) < 700


def test_samples_come_from_as_many_articles_as_can_be() -> None:
    tables = {name: valid_rows(table, 20) for name, table in TABLES.items()}
    tables["claims"] = tables["claims"].with_columns(
        article_id=pl.when(pl.int_range(pl.len()) < 12).then(pl.lit(f"art_{0:020x}")).otherwise("article_id")
    )

    chosen = {sample.row_id for sample in claim_samples(tables)}

    assert len(chosen) == 12
    assert chosen >= {f"clm_{n:020x}" for n in (0, *range(12, 20))}, "one of each article first"


def test_what_an_article_says_is_text_and_never_markup(news: dict[str, pl.DataFrame]) -> None:
    text = page(news)

    assert "<b>" not in text and "&lt;b&gt;" in text
    assert '<mark class="content" title="content">&#34;we won&#34;</mark>' in text
    assert "wire copy &lt;often&gt; leaves it out" in text
    assert 'href="https://news.example/?a=1&amp;b=2"' in text


def test_an_address_that_is_no_web_page_is_not_linked(news: dict[str, pl.DataFrame]) -> None:
    news["articles"] = news["articles"].with_columns(url=pl.lit("javascript:alert(1)"))

    assert "javascript:" not in page(news)


def test_the_page_asks_nothing_of_the_network(news: dict[str, pl.DataFrame]) -> None:
    text = page(news, facts=Facts(code={"version": "1.0.0", "commit": None}, inputs=[{"path": "articles/", "articles": 1}]))

    assert "<script" not in text and "<link" not in text and "@import" not in text and "url(" not in text
    assert set(re.findall(r'(?:src|href)="([^"#][^"]*)"', text)) == {"https://news.example/?a=1&amp;b=2"}


class Balance(HTMLParser):
    """Finds elements that are not closed where they should be."""

    VOID = frozenset({"meta", "br", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


def test_every_element_is_closed(news: dict[str, pl.DataFrame]) -> None:
    parser = Balance()
    before = news | {"claims": TABLES["claims"].empty()}

    parser.feed(
        page(news, previous="2026.11.21-000", changes=compare(before, news), facts=Facts(seeds="ab", extractors=[{"name": "english", "hashes": {}}]))
    )

    assert parser.open == []


def test_what_failed_is_shown_with_its_reason_and_examples(news: dict[str, pl.DataFrame]) -> None:
    text = page(news)

    assert "Passed, with warnings" in text
    assert '1,200<span class="soft"> of 2,000</span>' in text
    assert "<code>evt_1</code>, <code>event_id evt_2</code>" in text
    assert text.index("Critical") < text.index("Warning")


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([], "unknown"),
        ([("critical", True)], "passed"),
        ([("critical", True), ("warning", False)], "warned"),
        ([("critical", False), ("warning", False)], "failed"),
    ],
)
def test_the_verdict_is_that_of_the_gravest_check_that_failed(results: list[tuple[str, bool]], verdict: str) -> None:
    assert verdict_of([{"severity": severity, "success": success} for severity, success in results]) == verdict


def test_a_release_without_rows_has_a_page_too() -> None:
    text = page({name: table.empty() for name, table in TABLES.items()}, audit=[])

    assert text.count("There are none in this release.") == 2
    assert "No checks were run." in text
