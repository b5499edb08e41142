"""Which article a text is: a new one, one that is known, or a new revision of what stood at its address."""

from typing import Any

import polars as pl

from transforms.ids import content_hash, make_id

NOT_ALPHANUMERIC = r"[^\p{L}\p{N}]+"
SLICE = 5_000
"""Articles whose texts are held a second time at once."""
ORDER = ("dated", "ingested_at", "revision_number", "row")
"""What makes a text newer than another of its address: the later publication where all of them are dated, else arrival."""

RECORD = ("row", "address", "same", "text", "source_ref", "url", "content_hash", "has_own_id")


def same_text(articles: pl.DataFrame) -> pl.Series:
    """A hash that is equal for texts with the same letters and digits, case aside; of the text itself where it has none."""
    letters = pl.col("text").str.to_lowercase().str.replace_all(NOT_ALPHANUMERIC, "")
    same = pl.when(letters == "").then("text").otherwise(letters).map_elements(content_hash, pl.String)
    return pl.concat(articles.slice(start, SLICE).select(same=same) for start in range(0, max(articles.height, 1), SLICE)).to_series()


def identified(records: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """`article_id` of each record (with `has_own_id`), given the articles that are known.

    Records with one address, one id where the source gave any, and the same letters and digits are one article: the
    known one where there is one. The first text of an address without an id is identified by the address alone, each
    other one by what it says too. A record without an address is what its source calls it and what it says.
    """
    records = records.with_row_index("row").with_columns(same=same_text(records), address=records_address(), revision_number=pl.lit(None, pl.Int32))
    with_addresses = placed(known).drop_nulls("address")
    ids = {(where, same): article for article, where, same in with_addresses.select("article_id", "address", "same").iter_rows()}
    taken = set(with_addresses["address"])
    found: dict[int, str] = {}
    for row in in_order(records).select(RECORD).iter_rows(named=True):
        key = (row["address"], row["same"])
        found[row["row"]] = ids.get(key) or new_id(row, is_first=row["address"] not in taken)
        if row["address"] is not None and row["text"]:  # a page that could not be read is no text of its address
            ids.setdefault(key, found[row["row"]])
            taken.add(row["address"])
    return pl.Series("article_id", [found[row] for row in range(records.height)], dtype=pl.String)


def records_address() -> pl.Expr:
    """The address of a record, with its source's id where there is one: sources list several articles under one address."""
    of_source = pl.when("has_own_id").then(pl.concat_str(pl.col("url"), pl.lit("\n"), pl.col("source_ref")))
    return of_source.otherwise("url")


def new_id(row: dict[str, Any], *, is_first: bool) -> str:
    """Identifier of a text that is not known."""
    if row["url"] is None:
        return make_id("art", row["source_ref"], *[None] * row["has_own_id"], row["content_hash"])
    if row["has_own_id"]:
        return make_id("art", row["source_ref"], row["url"], row["same"])
    return make_id("art", row["url"]) if is_first else make_id("art", row["url"], row["same"])


def placed(articles: pl.DataFrame) -> pl.DataFrame:
    """The articles with `same` and `address`: what their identifiers were made of; null for those without."""
    texts = articles.with_columns(same=same_text(articles))
    told = pl.struct("article_id", "source_ref", "url", "same")
    return texts.with_columns(address=told.map_elements(lambda row: article_address(**row), pl.String, skip_nulls=False))


def article_address(*, article_id: str, source_ref: str, url: str | None, same: str) -> str | None:
    """The address an article is a text of, as `records_address` writes it."""
    if url is None:
        return None
    if article_id in (make_id("art", url), make_id("art", url, same)):
        return url
    return f"{url}\n{source_ref}" if article_id == make_id("art", source_ref, url, same) else None


def in_order(texts: pl.DataFrame) -> pl.DataFrame:
    """Texts with their `address`, `row` and the rest of `ORDER`, those of one address from the first to the latest."""
    all_dated = pl.col("published_at").is_not_null().all().over("address")
    return texts.with_columns(dated=pl.when(all_dated).then("published_at")).sort(ORDER, nulls_last=True)


def number(articles: pl.DataFrame) -> pl.DataFrame:
    """`revision_number` and `revision_of` of each article; all texts of an address but the latest are superseded.

    A superseded article has that `skipped_reason` whatever it had before.
    """
    texts = in_order(placed(articles).with_row_index("row"))
    has_address = pl.col("address").is_not_null()
    place, last = pl.int_range(1, pl.len() + 1).over("address"), pl.len().over("address")
    first = pl.col("article_id").first().over("address")
    numbered = texts.with_columns(
        revision_number=pl.when(has_address).then(place).otherwise(1).cast(pl.Int32),
        revision_of=pl.when(has_address & (place > 1)).then(first),
        skipped_reason=pl.when(has_address & (place < last)).then(pl.lit("superseded")).otherwise("skipped_reason"),
    )
    return numbered.sort("row").select(articles.columns)


def count(articles: pl.DataFrame, added: pl.Series) -> int:
    """How many of the added articles (by id) are texts of an address that another of them, or one that was there, is a text of too."""
    lines = articles.select(line=pl.coalesce("revision_of", "article_id"), is_new=pl.col("article_id").is_in(added.implode()))
    all_new = lines.group_by("line").agg(pl.col("is_new").all())["is_new"].sum()
    return added.len() - int(all_new)


def latest(articles: pl.DataFrame) -> pl.DataFrame:
    """article_id, heir_id: each superseded article with the text that stands at its address now."""
    lines = articles.select("article_id", "skipped_reason", line=pl.coalesce("revision_of", "article_id"))
    superseded = pl.col("skipped_reason").eq_missing("superseded")
    current = lines.filter(~superseded).select("line", heir_id="article_id")
    return lines.filter(superseded).join(current, on="line").select("article_id", "heir_id")
