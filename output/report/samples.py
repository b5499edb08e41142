"""Claims and events as a reader would check them: the sentence, with the words that support the row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

Frame = pl.DataFrame | pl.LazyFrame
SAMPLES = 12
CONTEXT = 500
"""Characters shown at most before and after the sentence, for content that runs on."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the article, and what it is to the row: speaker, cue, content, trigger, actor or recipient."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A row of claims or events for the report."""

    title: str
    facts: tuple[str, ...]
    pieces: tuple[tuple[str, str | None], ...]
    """The text in order, each piece with the kind of the mark it lies in."""
    source: tuple[str, ...]
    """Outlet, title and day, as far as they are known."""
    url: str | None
    row_id: str


def claim_samples(tables: Mapping[str, Frame], *, count: int = SAMPLES) -> list[Sample]:
    """Some claims, from as many articles as can be; always the same for the same claims."""
    speakers = tables["actors"].lazy().select(speaker_actor_id="actor_id", speaker_name="name")
    rows = spread(with_text(tables["claims"].lazy().join(speakers, on="speaker_actor_id", how="left"), tables), "claim_id", count)
    spans = grouped(tables["claim_spans"].lazy(), "claim_id", rows)
    return [claim_sample(row, spans.get(row["claim_id"], [])) for row in rows]


def event_samples(tables: Mapping[str, Frame], *, count: int = SAMPLES) -> list[Sample]:
    """Some events, each by its surest mention, from as many articles as can be."""
    told = ["event_mention_id", "event_id", "article_id", "sentence_id", "char_start", "char_end", "confidence"]
    mentions = tables["event_mentions"].lazy().select(told).sort("confidence", "event_mention_id", descending=[True, False])
    best = mentions.unique("event_id", keep="first", maintain_order=True).drop("confidence")
    rows = spread(with_text(best.join(tables["events"].lazy(), on="event_id"), tables), "event_id", count)
    participants = grouped(tables["event_mention_actors"].lazy(), "event_mention_id", rows)
    return [event_sample(row, participants.get(row["event_mention_id"], [])) for row in rows]


def with_text(rows: pl.LazyFrame, tables: Mapping[str, Frame]) -> pl.LazyFrame:
    """The rows with their article and the place of their sentence."""
    articles = tables["articles"].lazy().select("article_id", "source_name", "title", "url", "published_at", article_text="text")
    sentences = tables["sentences"].lazy().select("sentence_id", sentence_start="char_start", sentence_end="char_end")
    return rows.join(articles, on="article_id").join(sentences, on="sentence_id")


def spread(rows: pl.LazyFrame, row_id: str, count: int) -> list[dict[str, Any]]:
    """The first row of each article, then the second, up to `count`; ids are hashes, so their order is a fair draw."""
    nth = pl.int_range(pl.len()).over("article_id", order_by=row_id)
    return rows.with_columns(nth=nth).sort("nth", row_id).head(count).collect().to_dicts()


def grouped(rows: pl.LazyFrame, column: str, among: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows that belong to those given, by their id."""
    wanted = rows.filter(pl.col(column).is_in([row[column] for row in among])).sort("char_start").collect()
    return {str(key): part.to_dicts() for (key,), part in wanted.group_by(column, maintain_order=True)}


def claim_sample(row: Mapping[str, Any], spans: list[dict[str, Any]]) -> Sample:
    """A claim as a sample."""
    content = [Mark(span["char_start"], span["char_end"], "content") for span in spans]
    named = [Mark(row[f"{kind}_char_start"], row[f"{kind}_char_end"], kind) for kind in ("speaker", "cue") if row[f"{kind}_char_start"] is not None]
    whole = [Mark(row["content_char_start"], row["content_char_end"], "content")]
    polarity = "not said" if row["attribution_polarity"] == "negative" else None
    flags = [name for name in ("hedged", "hearsay") if row[f"is_{name}"]]
    facts = [row["claim_type"], row["quotation_type"], row["cue_class"], polarity, *flags, confidence(row)]
    return sample(row, row["speaker_name"] or row["speaker_text"] or "Unknown speaker", facts, [*(content or whole), *named], row["claim_id"])


def event_sample(row: Mapping[str, Any], participants: list[dict[str, Any]]) -> Sample:
    """An event as a sample."""
    marks = [Mark(row["char_start"], row["char_end"], "trigger")]
    marks += [Mark(part["char_start"], part["char_end"], part["role"]) for part in participants]
    counts = [f"{row[f'{kind}_count']:,} {kind}" for kind in ("killed", "injured", "arrested") if row[f"{kind}_count"] is not None]
    kind = " / ".join(code for code in (row["event_type"], row["event_mode"]) if code)
    facts = [kind, row["event_status"], days(row), row["place_name"], *counts, reports(row), confidence(row)]
    return sample(row, row["summary"], facts, marks, row["event_id"])


def sample(row: Mapping[str, Any], title: str, facts: Iterable[str | None], marks: list[Mark], row_id: str) -> Sample:
    """A row with its words marked in its article."""
    inside = [mark for mark in marks if mark.end > row["sentence_start"] - CONTEXT and mark.start < row["sentence_end"] + CONTEXT]
    start = max(min([row["sentence_start"], *(mark.start for mark in inside)]), row["sentence_start"] - CONTEXT, 0)
    end = min(max([row["sentence_end"], *(mark.end for mark in inside)]), row["sentence_end"] + CONTEXT, len(row["article_text"]))
    pieces = tuple(cut(row["article_text"], inside, start=start, end=end))
    day = row["published_at"] and f"{row['published_at']:%d %B %Y}".lstrip("0")
    source = tuple(part for part in (row["source_name"], row["title"] and f"“{row['title']}”", day) if part)
    url = row["url"] if str(row["url"]).startswith(("http://", "https://")) else None  # no javascript: from a feed
    return Sample(title, tuple(fact for fact in facts if fact), pieces, source or ("Unknown source",), url, row_id)


def cut(text: str, marks: list[Mark], *, start: int, end: int) -> Iterator[tuple[str, str | None]]:
    """The text between two characters in pieces, each with the kind of the shortest mark it lies in."""
    edges = sorted({start, end, *(edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end)})
    for left, right in pairwise(edges):
        over = [mark for mark in marks if mark.start <= left and right <= mark.end]
        yield text[left:right], min(over, key=lambda mark: mark.end - mark.start).kind if over else None


def days(row: Mapping[str, Any]) -> str | None:
    """When it happened."""
    start, end = row["date_start"], row["date_end"]
    if start is None:
        return None
    return f"{start}" if end in (None, start) else f"{start} to {end}"


def reports(row: Mapping[str, Any]) -> str:
    """How many articles tell it."""
    return f"{row['article_count']:,} article{'' if row['article_count'] == 1 else 's'}"


def confidence(row: Mapping[str, Any]) -> str:
    """How far the row can be relied on."""
    return f"confidence {row['confidence']:.2f}"
