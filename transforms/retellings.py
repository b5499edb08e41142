"""Which articles tell much the same: pairs of texts that share the words few others have."""

import polars as pl

COMPARED = 0.08
"""Least cosine of two texts that may tell the same."""
RARE_ARTICLES = 60
"""Articles of one block that may share a word for it to lead from one to the other: a name, an age, a street."""
RARE_WORDS = 40
"""Words of an article that may lead to others, the weightiest first: bounds the work of an article of any length."""
SHARED_WORDS = 2
"""Rare words two articles must share to be compared at all."""
BLOCK_DAYS = 7
"""Articles published up to so many days apart are compared; others if they tell of the same day or person."""
WORD = r"[\p{L}\p{N}][\p{L}\p{N}'’-]+"


def alike(articles: pl.DataFrame, told_blocks: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, other_id, similarity: pairs of articles whose texts have a cosine of at least COMPARED.

    article_id < other_id. `told_blocks` (article_id, block) names what else than the week makes two articles
    worth comparing: a day both tell of, a person. Weights are (1 + ln tf) ln(N / df), normalised (Salton & Buckley 1988, scheme `ltc`).
    """
    words = weights(articles)
    rare = words.filter(pl.col("rank") <= RARE_WORDS).select("article_id", "word")
    blocks = pl.concat([published_blocks(articles), told_blocks]).unique()
    pairs = candidates(rare.join(blocks, on="article_id"))
    scored = (
        pairs.join(words.select("article_id", "word", "weight"), on="article_id")
        .join(words.select(other_id="article_id", word="word", other_weight="weight"), on=["other_id", "word"])
        .group_by("article_id", "other_id")
        .agg(similarity=(pl.col("weight") * pl.col("other_weight")).sum().round(6))
    )
    return scored.filter(pl.col("similarity") >= COMPARED).sort("similarity", "article_id", "other_id", descending=[True, False, False])


def weights(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, word, weight, rank: words that another article has too, weightiest first, texts of length 1."""
    counted = (
        articles.select("article_id", word=pl.col("text").str.to_lowercase().str.extract_all(WORD))
        .explode("word")
        .drop_nulls()
        .group_by("article_id", "word")
        .agg(tf=pl.len())
    )
    weighted = counted.with_columns(df=pl.len().over("word")).with_columns(
        weight=(1 + pl.col("tf").log()) * ((articles.height + 1) / pl.col("df")).log()
    )
    unit = weighted.with_columns(weight=pl.col("weight") / pl.col("weight").pow(2).sum().sqrt().over("article_id"))
    shared = unit.filter((pl.col("df") > 1) & (pl.col("weight") > 0))
    order = pl.struct(-pl.col("weight").round(9), "word").rank("ordinal")
    return shared.select("article_id", "word", "weight", rank=order.over("article_id"))


def published_blocks(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, block: two spells of days that overlap, so that articles of one week share one."""
    spell = (pl.col("published_at").dt.date().cast(pl.Int32) // BLOCK_DAYS).cast(pl.Int64)
    dated = articles.filter(pl.col("published_at").is_not_null())
    return pl.concat([dated.select("article_id", block=pl.lit("week ") + (spell + later).cast(pl.String)) for later in (0, 1)])


def candidates(words: pl.DataFrame) -> pl.DataFrame:
    """Columns article_id, other_id: articles of one block that share rare words."""
    rare = words.filter(pl.len().over("block", "word").is_between(2, RARE_ARTICLES))
    pairs = rare.join(rare.rename({"article_id": "other_id"}), on=["block", "word"]).filter(pl.col("article_id") < pl.col("other_id"))
    shared = pairs.select("article_id", "other_id", "word").unique().group_by("article_id", "other_id").len()
    return shared.filter(pl.col("len") >= SHARED_WORDS).select("article_id", "other_id")
