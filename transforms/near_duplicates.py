"""The same report again, as a syndicated copy or an update, told apart from pages that only look alike."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from rensa import RMinHash

from transforms.shingles import CHUNK, MULTIPLIERS, distinctive

LEAST_SIMILARITY = 0.7
"""Share of three-word shingles two texts have in common, of all they have. Of 8,122 real articles ten pairs stand between 0.58 and 0.69:
rewritten reports, and updates that tell of a death, a name or an arrest the first did not have, which are to be read."""
LEAST_SHINGLES = 60
"""Shingles of its own a text needs to be compared: notices of missing pages and lists of links have fewer."""
FAR_DAYS, FAR_SIMILARITY = 7, 0.9
"""Texts further apart than a week are mostly the same form filled in again, and follow-ups, unless nearly all is the same."""
FEW_NUMBERS, SAME_NUMBERS = 4, 0.5
"""Of four or more different numbers half must be in both: tables, tolls and draws keep their words and change their numbers."""
TITLE_LETTERS, TITLE_TOLD = 4, 0.4
"""Share of the words of a title, by their first four letters, that the texts must share: the text of a cookie notice does not tell its title."""
PERMUTATIONS, BANDS, SEED = 128, 32, 1
"""32 bands of 4 numbers: two texts with similarity 0.7 meet in one with a probability of 0.9998, with 0.1 of 0.003."""
CROWD = 10
"""Texts of a bucket that all others in it are compared with, the earliest: a report of a hundred copies needs no comparison of each with each."""
PAIRS = 10 * CHUNK
"""Pairs measured at once: some 10 million shingles."""
WORD = re.compile(r"[^\W_]+")
SITE = re.compile(r" +(?:[-–—|·]|::) +")
"""What stands between a title and the name of its site: `Ferry sinks - Daily Post`."""
SIZE = {"number": pl.UInt32, "size": pl.UInt32}
PAIR = {"earlier": pl.UInt32, "later": pl.UInt32, "similarity": pl.Float64}


def alike(texts: pl.DataFrame) -> pl.DataFrame:
    """earlier, later, similarity: pairs of texts that are one report.

    From texts (number, title, text, headline_end, outlet, day), numbered by date from 0. Shingles that many different
    texts of an outlet share count for nothing. The same texts give the same pairs: the seed of MinHash is fixed.
    """
    own = distinctive(texts, least=LEAST_SHINGLES)
    sizes = pl.concat([pl.DataFrame(schema=SIZE), *(chunk.group_by("number", maintain_order=True).len("size") for chunk in own)])
    close = compared(candidates(own), own, sizes)
    bodies = texts.join(pl.concat([close["earlier"], close["later"]]).unique().to_frame("number"), on="number", how="semi")
    tellers = {row["number"]: Teller(row) for row in bodies.iter_rows(named=True)}
    told = [same_report(tellers[a], tellers[b], similarity) for a, b, similarity in close.iter_rows()]
    return close.filter(pl.Series(told, dtype=pl.Boolean))


def candidates(own: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """earlier, later: texts whose signatures agree in one band."""
    bands = pl.concat([pl.DataFrame(schema={"number": pl.UInt32, "bucket": pl.UInt64}), *(banded(chunk) for chunk in own if chunk.height)])
    met = bands.filter(pl.len().over("bucket") > 1).sort("bucket", "number")
    first = met.filter(pl.int_range(pl.len()).over("bucket") < CROWD)
    pairs = first.rename({"number": "earlier"}).join(met.rename({"number": "later"}), on="bucket")
    return pairs.filter(pl.col("earlier") < pl.col("later")).select("earlier", "later").unique().sort("earlier", "later")


def banded(own: pl.DataFrame) -> pl.DataFrame:
    """number, bucket: one hash a band of the signature of each text."""
    sizes = own.group_by("number", maintain_order=True).len("size")
    ends = [0, *sizes["size"].cum_sum()]
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(own["shingle"].cast(pl.UInt64).rechunk().to_numpy(), ends, PERMUTATIONS, SEED).to_rows()
    signatures = pl.DataFrame(matrix, schema=dict.fromkeys(map(str, range(PERMUTATIONS)), pl.UInt64), orient="row")
    buckets = signatures.select(bucket(band).alias(str(band)) for band in range(BANDS))
    return buckets.with_columns(number=sizes["number"]).unpivot(index="number", value_name="bucket").select("number", "bucket")


def bucket(band: int) -> pl.Expr:
    """Hash of the numbers of one band, and of which band it is."""
    width = PERMUTATIONS // BANDS
    mixed = pl.lit(band, pl.UInt64)
    for place in range(band * width, (band + 1) * width):
        mixed = (mixed + pl.col(str(place))) * pl.lit(MULTIPLIERS[place % len(MULTIPLIERS)], pl.UInt64)
    return mixed


def compared(pairs: pl.DataFrame, own: Sequence[pl.DataFrame], sizes: pl.DataFrame) -> pl.DataFrame:
    """The pairs that are similar enough, with their exact similarity."""
    return pl.concat([pl.DataFrame(schema=PAIR), *(measured(pairs.slice(start, PAIRS), own, sizes) for start in range(0, pairs.height, PAIRS))])


def measured(pairs: pl.DataFrame, own: Sequence[pl.DataFrame], sizes: pl.DataFrame) -> pl.DataFrame:
    """The same for some of them: shared shingles by the shingles of either."""
    met = pl.concat([pairs["earlier"], pairs["later"]]).unique().to_frame("number")
    these = pl.concat(chunk.join(met, on="number", how="semi") for chunk in own)
    left, right = these.rename({"number": "earlier"}), these.rename({"number": "later"})
    shared = pairs.join(left, on="earlier").join(right, on=["later", "shingle"]).group_by("earlier", "later").len("shared")
    sized = shared.join(sizes.rename({"number": "earlier"}), on="earlier").join(sizes.rename({"number": "later"}), on="later", suffix="_later")
    similarity = pl.col("shared") / (pl.col("size") + pl.col("size_later") - pl.col("shared"))
    return sized.select("earlier", "later", similarity=similarity).filter(pl.col("similarity") >= LEAST_SIMILARITY).sort("earlier", "later")


class Teller:
    """What a text and its title say, as far as two of them are compared."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        found = WORD.findall(row["text"][row["headline_end"] :].lower())
        self.day: date | None = row["day"]
        self.numbers = {word for word in found if word.isdigit()}
        self.stems = {word[:TITLE_LETTERS] for word in found}
        title = SITE.split(row["title"] or "")[0].lower()
        self.title = {word[:TITLE_LETTERS] for word in WORD.findall(title) if len(word) >= TITLE_LETTERS}

    def title_told(self, stems: set[str]) -> bool:
        """Whether these words tell the title; without one they do."""
        return len(self.title & stems) >= TITLE_TOLD * len(self.title)


def same_report(first: Teller, second: Teller, similarity: float) -> bool:
    """Whether two similar texts are one report: near in time or nearly the same, with the same numbers, about what their titles say."""
    far = first.day is not None and second.day is not None and abs(second.day - first.day).days > FAR_DAYS
    if far and similarity < FAR_SIMILARITY:
        return False
    numbers = first.numbers | second.numbers
    if len(numbers) >= FEW_NUMBERS and len(first.numbers & second.numbers) < SAME_NUMBERS * len(numbers):
        return False
    stems = first.stems & second.stems
    return first.title_told(stems) and second.title_told(stems)


def stars(pairs: Iterable[tuple[int, int, float]], known: Mapping[int, int]) -> dict[int, tuple[int, float]]:
    """Later text: the earliest text it is alike, and how alike; none that is named is itself a key.

    A text that is alike only to another copy is its own: what drifts from copy to copy ends up as another report.
    `known` (later: earlier) are links that are kept while the two are alike and the earlier one is no copy.
    """
    earlier: dict[int, dict[int, float]] = defaultdict(dict)
    for first, later, similarity in pairs:
        earlier[later][first] = similarity
    links: dict[int, tuple[int, float]] = {}
    for later in sorted(earlier):
        whole = {first: similarity for first, similarity in earlier[later].items() if first not in links}
        if whole:
            first = known[later] if known.get(later) in whole else min(whole)
            links[later] = (first, whole[first])
    return links
