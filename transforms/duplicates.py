"""One report at many addresses: the first article that carries it, and its copies."""

import polars as pl

from transforms import near_duplicates
from transforms.revisions import same_text

LINK = {"article_id": pl.String, "duplicate_of": pl.String, "duplicate_similarity": pl.Float64}


def link(articles: pl.DataFrame, headline_ends: pl.Series, *, annotate_duplicates: bool) -> pl.DataFrame:
    """`duplicate_of` of each article is the earliest that is the same report, and none itself; null in that one.

    The same are texts with the same letters and digits, case aside, and near-duplicates. The earliest is the first
    published, then the one with the smallest id. A link the articles come with stays while the two are alike and the
    other is no copy itself. Superseded texts are not linked. Copies that are not skipped for another reason have
    `skipped_reason` duplicate, unless `annotate_duplicates`.
    """
    links = found(articles.with_columns(headline_end=headline_ends).filter(pl.col("skipped_reason").ne_missing("superseded")))
    linked = articles.drop("duplicate_of", "duplicate_similarity").join(links, on="article_id", how="left", maintain_order="left")
    why = pl.when(pl.col("skipped_reason") != "duplicate").then("skipped_reason")
    skipped = pl.when(pl.col("duplicate_of").is_not_null() & pl.lit(not annotate_duplicates)).then(pl.lit("duplicate"))
    return counted(linked.with_columns(skipped_reason=pl.coalesce(why, skipped))).select(articles.columns)


def found(articles: pl.DataFrame) -> pl.DataFrame:
    """article_id, duplicate_of, duplicate_similarity: one row a copy."""
    order = articles.with_columns(same_text(articles)).sort("published_at", "article_id", nulls_last=True)
    order = order.with_columns(first=pl.col("article_id").first().over("same"))
    near = near_links(order.filter(pl.col("article_id") == pl.col("first")))
    linked = order.select("article_id", "first").join(near.rename({"article_id": "first"}), on="first", how="left")
    exact = linked.with_columns(duplicate_of=pl.coalesce("duplicate_of", pl.when(pl.col("first") != pl.col("article_id")).then("first")))
    return exact.filter(pl.col("duplicate_of").is_not_null()).select("article_id", "duplicate_of", pl.col("duplicate_similarity").fill_null(1.0))


def near_links(texts: pl.DataFrame) -> pl.DataFrame:
    """The same for near-duplicates, among articles in the order of their dates of which no two have the same letters."""
    ids = texts["article_id"]
    told = texts.with_row_index("number").select(
        "number", "title", "text", "headline_end", outlet="source_name", day=pl.col("published_at").dt.date()
    )
    number = {article: number for number, article in enumerate(ids)}
    known = {number[a]: number[b] for a, b in texts.select("article_id", "duplicate_of").iter_rows() if b in number}
    links = near_duplicates.stars(near_duplicates.alike(told).iter_rows(), known)
    rows = [(ids[later], ids[first], similarity) for later, (first, similarity) in links.items()]
    return pl.DataFrame(rows, schema=LINK, orient="row")


def counted(articles: pl.DataFrame) -> pl.DataFrame:
    """Articles with `copy_count` and `source_count`: copies of each, and outlets of it and of them."""
    outlets = pl.col("source_name").drop_nulls().n_unique().cast(pl.Int64)
    whole = articles.select(first=pl.coalesce("duplicate_of", "article_id"), copy=pl.col("duplicate_of").is_not_null(), source_name="source_name")
    sums = whole.group_by("first").agg(copy_count=pl.col("copy").sum().cast(pl.Int64), source_count=outlets)
    own = pl.col("source_name").is_not_null().cast(pl.Int64)
    counts = articles.drop("copy_count", "source_count").join(
        sums.rename({"first": "article_id"}), on="article_id", how="left", maintain_order="left"
    )
    return counts.with_columns(pl.col("copy_count").fill_null(0), source_count=pl.coalesce("source_count", own))


def heirs(articles: pl.DataFrame) -> pl.DataFrame:
    """article_id, heir_id: each copy with the article that carries the report."""
    return articles.filter(pl.col("duplicate_of").is_not_null()).select("article_id", heir_id="duplicate_of")
