"""What holds between rows and between tables, looked into with Polars alone."""

from collections.abc import Iterator

import polars as pl

from expectations.relation import Relation
from expectations.shape import Tables
from expectations.spans import held_by_sentence, span_relations
from transforms.schema import Table
from transforms.tables import TABLES

COUNTED = (
    ("articles", "sentence_count", ("article_id",), "sentences"),
    ("actors", "mention_count", ("actor_id",), "mentions"),
    ("events", "mention_count", ("event_id",), "event_mentions"),
    ("events", "article_count", ("event_id",), "event_articles"),
    ("event_articles", "mention_count", ("event_id", "article_id"), "event_mentions"),
)
"""A column that says how many rows of another table have the same key."""

COVERED = (("events", "event_id", "events_flat"), ("claims", "claim_id", "claims_flat"), ("claims", "claim_id", "claim_spans"))
"""A table of which each row has at least one in another."""


def references(table: Table) -> Iterator[Relation]:
    """Every reference leads to a row."""
    for name, column in table.columns.items():
        if column.references:
            yield resolves(table.name, name, *column.references.split("."))


def resolves(table: str, column: str, target: str, key: str) -> Relation:
    """Each value of a column that is not null is one of another table's."""

    def at_fault(tables: Tables) -> pl.DataFrame:
        known = tables[target].select(pl.col(key).alias(column)).unique()
        return tables[table].filter(pl.col(column).is_not_null()).join(known, on=column, how="anti", maintain_order="left")

    return Relation(table, f"{column} is in {target}.{key}", "A reference that leads nowhere makes a join lose rows in silence.", at_fault, (column,))


def covered(table: str, key: str, by: str) -> Relation:
    """Each row of a table has at least one in another."""

    def at_fault(tables: Tables) -> pl.DataFrame:
        return tables[table].join(tables[by].select(key).unique(), on=key, how="anti", maintain_order="left")

    return Relation(table, f"{key} has a row in {by}", f"{by} tells of every row of {table}.", at_fault)


def counted(table: str, column: str, key: tuple[str, ...], rows: str) -> Relation:
    """A count is the number of rows it counts; null counts nothing."""

    def at_fault(tables: Tables) -> pl.DataFrame:
        counts = tables[rows].group_by(key).agg(__count=pl.len())
        beside = tables[table].join(counts, on=key, how="left", maintain_order="left")
        return beside.filter(pl.col(column) != pl.col("__count").fill_null(0)).drop("__count")

    return Relation(table, f"{column} is the number of its {rows}", f"Whoever counts the rows of {rows} gets the same number.", at_fault, (column,))


def ordered(table: Table) -> Iterator[Relation]:
    """What has a start and an end, or a first and a last, does not end before it begins."""
    pairs = [(name, name.replace("first_", "last_", 1).replace("_start", "_end")) for name in table.columns]
    for start, end in pairs:
        if start != end and end in table.columns and table.columns[start].dtype.is_temporal():
            yield row_rule(
                table.name, f"{start} is not after {end}", "An interval that runs backwards holds no day.", pl.col(start) > pl.col(end), start, end
            )


def row_rule(table: str, name: str, because: str, fault: pl.Expr, *shows: str) -> Relation:
    """A rule between the columns of one row; `fault` is true where it is broken."""
    return Relation(table, name, because, lambda tables: tables[table].filter(fault), shows)


def duplicates_of_duplicates(tables: Tables) -> pl.DataFrame:
    """Articles said to be a duplicate of one that is a duplicate itself, or of themselves."""
    articles = tables["articles"]
    duplicates = articles.filter(pl.col("duplicate_of").is_not_null())["article_id"].unique()
    return articles.filter(pl.col("duplicate_of").is_in(duplicates.implode()))


def miscounted_copies(tables: Tables) -> pl.DataFrame:
    """Articles whose number of copies is not that of the articles that name them."""
    articles = tables["articles"]
    copies = articles.group_by(pl.col("duplicate_of").alias("article_id")).agg(__copies=pl.len())
    beside = articles.join(copies, on="article_id", how="left", maintain_order="left")
    return beside.filter(pl.col("copy_count") != pl.col("__copies").fill_null(0)).drop("__copies")


def misnumbered_revisions(tables: Tables) -> pl.DataFrame:
    """Articles that do not have their place in the line of their address, or are superseded and the last of it, or neither."""
    articles = tables["articles"].with_columns(__line=pl.coalesce("revision_of", "article_id"))
    place = pl.col("revision_number").rank("ordinal").over("__line")
    is_last = pl.col("revision_number") == pl.col("revision_number").max().over("__line")
    wrong = (pl.col("revision_number") != place) | ((pl.col("revision_number") == 1) != pl.col("revision_of").is_null())
    return articles.filter(wrong | (is_last == pl.col("skipped_reason").eq_missing("superseded"))).drop("__line")


def misplaced_claims(tables: Tables) -> pl.DataFrame:
    """Claims whose parent stands in another article or is not exactly one level up."""
    claims = tables["claims"]
    parents = claims.select(pl.col("claim_id").alias("parent_claim_id"), __parent=pl.struct("article_id", "nesting_depth")).unique("parent_claim_id")
    article, depth = (pl.col("__parent").struct.field(name) for name in ("article_id", "nesting_depth"))
    nested = claims.join(parents, on="parent_claim_id", how="left", maintain_order="left")
    misplaced = (article != pl.col("article_id")) | (depth + 1 != pl.col("nesting_depth"))
    rootless = pl.col("parent_claim_id").is_null() & (pl.col("nesting_depth") != 0)
    return nested.filter(misplaced.fill_null(value=False) | rootless).drop("__parent")


def pieces_outside(tables: Tables) -> pl.DataFrame:
    """Pieces that lie outside the content of their claim."""
    content = tables["claims"].select("claim_id", __first="content_char_start", __after="content_char_end").unique("claim_id")
    pieces = tables["claim_spans"].join(content, on="claim_id", how="left", maintain_order="left")
    return pieces.filter((pl.col("char_start") < pl.col("__first")) | (pl.col("char_end") > pl.col("__after"))).drop("__first", "__after")


def dead_ends(tables: Tables) -> pl.DataFrame:
    """Redirects that lead to no actor or event, or away from one that still is there."""
    living = pl.concat([tables["actors"]["actor_id"], tables["events"]["event_id"]]).unique().implode()
    return tables["redirects"].filter(~pl.col("new_id").is_in(living) | pl.col("old_id").is_in(living))


RELATIONS: tuple[Relation, ...] = (
    *(relation for table in TABLES.values() for relation in (*references(table), *span_relations(table), *ordered(table))),
    *(counted(*rule) for rule in COUNTED),
    *(covered(*rule) for rule in COVERED),
    held_by_sentence(TABLES["mentions"], pl.col("char_start")),
    held_by_sentence(TABLES["event_mentions"], pl.col("char_start")),
    held_by_sentence(TABLES["claims"], pl.coalesce("cue_char_start", "content_char_start")),
    row_rule(
        "articles",
        "char_count is the length of text",
        "Offsets count in the same characters.",
        pl.col("char_count") != pl.col("text").str.len_chars(),
        "char_count",
    ),
    Relation(
        "articles",
        "duplicate_of is no duplicate itself",
        "It names the earliest article of the same text, so that one step leads there.",
        duplicates_of_duplicates,
        ("duplicate_of",),
    ),
    Relation(
        "articles",
        "copy_count is the number of its copies",
        "Whoever counts the articles that name it gets the same number.",
        miscounted_copies,
        ("copy_count",),
    ),
    Relation(
        "articles",
        "all revisions of an address but the last are superseded",
        "What stood at one address is counted once, as it stands there now.",
        misnumbered_revisions,
        ("revision_of", "revision_number", "skipped_reason"),
    ),
    Relation(
        "claims",
        "nesting_depth is one more than the parent's, in the same article",
        "Depth that grows by one at each step leaves no room for a circle; 'A said that B said' stands in one article.",
        misplaced_claims,
        ("parent_claim_id", "nesting_depth"),
    ),
    Relation(
        "claim_spans",
        "the piece lies within the content of its claim",
        "The content runs from the first character of its pieces to the last.",
        pieces_outside,
        ("char_start", "char_end"),
    ),
    Relation(
        "redirects",
        "new_id stands for old_id now",
        "One step leads from an old identifier to what is published in its place.",
        dead_ends,
        ("old_id", "new_id"),
    ),
)
"""Every rule between rows and tables, in the order of the tables."""
