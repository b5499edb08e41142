"""What we believe about the claims that are reported."""

from datetime import datetime

import polars as pl
from great_expectations.expectations.row_conditions import Column

from expectations import kinds
from expectations.beliefs import Belief, Judged, among
from expectations.shape import Tables

WORDS_A_CLAIM = 5


def claims_are_few_for_the_words(tables: Tables, now: datetime) -> Judged:
    """At fault are articles with more than one claim to five words."""
    claims = tables["claims"].group_by("article_id").agg(claims=pl.len())
    counted = tables["articles"].join(claims, on="article_id", how="inner", maintain_order="left")
    judged = among(counted, pl.col("claims") * WORDS_A_CLAIM <= pl.col("word_count").clip(WORDS_A_CLAIM))
    return Judged(judged.at_fault.drop("claims"), judged.element_count)


BELIEFS: tuple[Belief, ...] = (
    Belief(
        table="claims",
        name="at least half of the claims have a speaker",
        because="Wire copy often lets a quotation stand without one, or quotes unnamed officials in the passive; half is the floor.",
        check=kinds.ExpectColumnValuesToNotBeNull(column="speaker_text", mostly=0.5),
        at_least=20,
    ),
    Belief(
        table="claims",
        name="at least half of the claims have a cue",
        because="A quotation without a cue follows one that has it; more of the first than of the second is scare quotes taken for speech.",
        check=kinds.ExpectColumnValuesToNotBeNull(column="cue_text", mostly=0.5),
        at_least=20,
    ),
    Belief(
        table="claims",
        name="direct quotations are quoted nearly whole",
        because="That is what direct means; the tenth that may lack is ellipsis and brackets. One claim in fifty is a quotation mark misread.",
        check=kinds.ExpectColumnValuesToBeBetween(
            column="quoted_share", min_value=0.9, mostly=0.98, row_condition=Column("quotation_type") == "direct"
        ),
    ),
    Belief(
        table="articles",
        name="an article has at most one claim to five words",
        because="Speaker, cue and content take five words at the least; more is one statement counted several times.",
        check=claims_are_few_for_the_words,
        shows=("word_count",),
    ),
    Belief(
        table="claims",
        name="claims are nested at most four deep",
        because="'A said that B said that C said' is already rare; deeper nesting is a parse that ran away.",
        check=kinds.ExpectColumnValuesToBeBetween(column="nesting_depth", max_value=4, mostly=0.999),
    ),
    Belief(
        table="claims",
        name="the content has at most 3,000 characters",
        because="That is some 500 words, a statement printed in full; a longer one is a quotation mark that was never closed.",
        check=kinds.ExpectColumnValueLengthsToBeBetween(column="content_text", max_value=3_000, mostly=0.99),
    ),
)
