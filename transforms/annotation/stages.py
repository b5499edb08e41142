"""Tables between the stages: what annotation leaves for resolution, never published as they are."""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from transforms import tables
from transforms.columns import ARTICLE_ID, COUNTRY, FLAG, MAYBE_TEXT, MENTION_ID, NAME, SECTOR, identifier
from transforms.schema import Column, Table

CHAIN_ID = identifier("chn", "Identifies an actor within one article.")
MAYBE_CHAIN = CHAIN_ID.but(nullable=True, doc="Actor within the article.")


def stage(table: Table, *, without: tuple[str, ...], extra: Mapping[str, Column]) -> Table:
    """A published table before resolution: some columns are not known yet, some serve resolution only."""
    columns = {name: column for name, column in table.columns.items() if name not in without}
    return Table(table.name, table.grain, table.key, {**columns, **extra})


sentences = tables.sentences
mentions = stage(
    tables.mentions,
    without=("actor_id", "place_id"),
    extra={
        "chain_id": MAYBE_CHAIN,
        "name": MAYBE_TEXT.but(doc="Name without title and article."),
        "place_name": MAYBE_TEXT.but(doc="Name to look up in the gazetteer of places."),
        "place_within": MAYBE_TEXT.but(doc="Larger place the text names right after it (`Springfield, Ohio`)."),
        "role": MAYBE_TEXT.but(doc="Role this span gives."),
        "role_country_code": COUNTRY,
        "role_sector_code": SECTOR,
    },
)
chains = Table(
    "chains",
    "one row per actor of an article",
    ("chain_id",),
    {
        "chain_id": CHAIN_ID,
        "article_id": ARTICLE_ID,
        "name": NAME,
        "is_named": FLAG,
        "actor_type": Column(pl.String, "What kind of actor it is.", codes="actor_types"),
        "country_code": COUNTRY,
        "sector_code": SECTOR,
        "entity_key": MAYBE_TEXT.but(doc="What the gazetteers know it as."),
    },
)
claims = stage(
    tables.claims,
    without=("speaker_actor_id",),
    extra={"speaker_chain_id": MAYBE_CHAIN, "addressee_mention_id": MENTION_ID.but(nullable=True, doc="Mention that heads the addressee.")},
)
claim_spans = tables.claim_spans
event_mentions = stage(
    tables.event_mentions,
    without=("event_id", "place_id"),
    extra={
        "place_mention_id": MENTION_ID.but(nullable=True, doc="Mention that names the place."),
        "contexts": MAYBE_TEXT.but(doc="PLOVER contexts, separated by `|`."),
        "cameo_root_code": MAYBE_TEXT.but(doc="CAMEO root of the frame."),
    },
)
event_mention_actors = stage(tables.event_mention_actors, without=("actor_id",), extra={"chain_id": MAYBE_CHAIN})

STAGES: Mapping[str, Table] = MappingProxyType(
    {table.name: table for table in (sentences, mentions, chains, claims, claim_spans, event_mentions, event_mention_actors)}
)
"""Stage tables by name."""
