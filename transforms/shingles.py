"""Texts as sets of short runs of words, without the runs that many different texts share."""

from hashlib import blake2b

import polars as pl

MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""An odd number for each of the three words of a shingle, so that their order counts: those of SplitMix64 and XXH64."""
COMMON_DAYS, COMMON_ARTICLES = 4, 10
"""In one outlet: as many days or texts make a shingle boilerplate. Updates of a report fill one to three days; a weekly table, a menu or a
cookie notice returns on the fourth."""
COMMON_DAYS_ANYWHERE = 15
"""In all outlets: copies of a wire report appear within a week or so; what is found on more days is idiom or a publisher's notice."""
CHUNK = 2_000
PARTS = 16
"""Shingles are counted a sixteenth at a time: 100,000 articles have 50 million."""


def distinctive(texts: pl.DataFrame, *, least: int) -> list[pl.DataFrame]:
    """number, shingle: every shingle of a text once, but none that is common, and no text with fewer than `least` of them.

    From texts (number, text, headline_end, outlet, day) in the order of number; in parts, each with whole texts.
    """
    chunks = [shingles(texts.slice(start, CHUNK)) for start in range(0, texts.height, CHUNK)]
    where = texts.select("number", "outlet", "day")
    parts = (pl.concat(chunk.filter(pl.col("shingle") % PARTS == part) for chunk in chunks) for part in range(PARTS))
    common = pl.concat([common_among(part, where) for part in parts]) if chunks else where.select(shingle="number")
    for number, chunk in enumerate(chunks):  # in place, as two lists of a large corpus take a gigabyte
        own = chunk.join(common, on="shingle", how="anti", maintain_order="left")
        chunks[number] = own.filter(pl.len().over("number") >= least)
    return chunks


def words(texts: pl.DataFrame) -> pl.DataFrame:
    """number, word: the words and numbers of each text below its headline, in lower case, in order."""
    return (
        texts.select("number", word=pl.col("text").str.slice("headline_end").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+"))
        .explode("word")
        .drop_nulls()
    )


def shingles(texts: pl.DataFrame) -> pl.DataFrame:
    """number, shingle: hashes of every three words in a row, each once in a text.

    32 bits are enough: of two texts of 500 shingles one pair in 17,000 has one in common by chance.
    """
    found = words(texts)
    vocabulary = found["word"].unique()
    hashes = pl.DataFrame({"word": vocabulary, "hash": pl.Series([word_hash(word) for word in vocabulary], dtype=pl.UInt64)})
    hashed = found.join(hashes, on="word", how="left", maintain_order="left")
    run = [pl.col("hash").shift(-place) * pl.lit(multiplier, pl.UInt64) for place, multiplier in enumerate(MULTIPLIERS)]
    in_one_text = pl.col("number").shift(1 - len(MULTIPLIERS)) == pl.col("number")
    made = hashed.select("number", shingle=((run[0] + run[1] + run[2]) // 2**32).cast(pl.UInt32), whole=in_one_text)
    return made.filter("whole").select("number", "shingle").unique(maintain_order=True)


def word_hash(word: str) -> int:
    """64 bits, the same on every machine."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def common_among(found: pl.DataFrame, where: pl.DataFrame) -> pl.DataFrame:
    """shingle: those that too many texts or days of an outlet have, or too many days of all."""
    often = found.group_by("shingle").len().filter(pl.col("len") >= COMMON_DAYS).select("shingle")
    placed = found.join(often, on="shingle", how="semi").join(where, on="number")
    days = placed.group_by("shingle", "outlet", "day").agg(articles=pl.len())
    outlets = days.group_by("shingle", "outlet").agg(days=pl.len(), articles=pl.col("articles").sum())
    here = outlets.filter((pl.col("articles") >= COMMON_ARTICLES) | (pl.col("days") >= COMMON_DAYS))
    anywhere = days.select("shingle", "day").unique().group_by("shingle").len().filter(pl.col("len") >= COMMON_DAYS_ANYWHERE)
    return pl.concat([here.select("shingle"), anywhere.select("shingle")]).unique()
