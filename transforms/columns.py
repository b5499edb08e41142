"""Columns that several tables share, defined once and adapted with `but`."""

import polars as pl

from transforms.schema import Column

UTC = pl.Datetime("us", "UTC")


def identifier(prefix: str, doc: str) -> Column:
    """A typed identifier: a prefix and 20 hexadecimal digits of a hash of raw values."""
    return Column(pl.String, doc, pattern=rf"{prefix}_[0-9a-f]{{20}}$")


ARTICLE_ID = identifier(
    "art", "Identifies the article; a hash of its canonical URL, or of what its source calls it and its text; of a later text at the URL, of both."
)
SENTENCE_ID = identifier("sen", "Identifies the sentence within all articles.")
MENTION_ID = identifier("men", "Identifies the span that names or stands for an actor or place.")
ACTOR_ID = identifier("act", "Identifies the actor; kept from release to release.")
PLACE_ID = identifier("plc", "Identifies the place.")
EVENT_MENTION_ID = identifier("evm", "Identifies the place in a text where an event is told.")
EVENT_ID = identifier("evt", "Identifies the event in the world; kept from release to release.")
CLAIM_ID = identifier("clm", "Identifies the attributed statement.")

ARTICLE_REF = ARTICLE_ID.but(references="articles.article_id", doc="Article the row was read in.")
SENTENCE_REF = SENTENCE_ID.but(references="sentences.sentence_id", doc="Sentence that holds the start of the span.")
MENTION_REF = MENTION_ID.but(references="mentions.mention_id", nullable=True)
ACTOR_REF = ACTOR_ID.but(references="actors.actor_id", doc="Actor; null if it is not known.", nullable=True)
PLACE_REF = PLACE_ID.but(references="places.place_id", doc="Place; null if it is not known.", nullable=True)
EVENT_MENTION_REF = EVENT_MENTION_ID.but(references="event_mentions.event_mention_id")
EVENT_REF = EVENT_ID.but(references="events.event_id")
CLAIM_REF = CLAIM_ID.but(references="claims.claim_id")

TEXT = Column(pl.String, "Text, free of NUL and lone surrogates.")
NAME = Column(pl.String, "Name as people write it.", pattern=r"\S")
MAYBE_TEXT = TEXT.but(nullable=True)
CHAR_START = Column(pl.Int64, "First character of the span in `articles.text`.", unit="Unicode code points", bounds=(0, None))
CHAR_END = CHAR_START.but(doc="Character after the last of the span: `text[char_start:char_end]` is what the row says.")
MAYBE_START = CHAR_START.but(nullable=True)
MAYBE_END = CHAR_END.but(nullable=True)
COUNT = Column(pl.Int64, "How many.", unit="count", bounds=(0, None))
AT_LEAST_ONE = COUNT.but(bounds=(1, None))
MAYBE_COUNT = COUNT.but(nullable=True)
SHARE = Column(pl.Float64, "Share.", unit="0 to 1", bounds=(0.0, 1.0))
CONFIDENCE = SHARE.but(doc="How far the row can be relied on. A rank made by rules, not a probability that was calibrated.")
RULE_ID = Column(pl.String, "What produced the row: layer, rule and, where there is one, lexicon entry.", pattern=r"[a-z_]+\.\S+")
FLAG = Column(pl.Boolean, "Yes or no.")
DATE = Column(pl.Date, "Day.", nullable=True)
INSTANT = Column(UTC, "Instant in UTC.")
LATITUDE = Column(pl.Float64, "Latitude, WGS 84.", nullable=True, unit="degrees", bounds=(-90.0, 90.0))
LONGITUDE = Column(pl.Float64, "Longitude, WGS 84.", nullable=True, unit="degrees", bounds=(-180.0, 180.0))
SECTOR = Column(pl.String, "PLOVER sector of the actor.", nullable=True, codes="sectors")
COUNTRY = Column(
    pl.String, "ISO 3166-1 alpha-3, or a PLOVER code for what has no country (IGO UNO EUR NGO ISM IMG MNC).", nullable=True, codes="countries"
)
ADMIN1 = Column(
    pl.String,
    "First-level region, ISO 3166-2; GeoNames’ code with a dot where ISO has none (`PS.GZ`).",
    nullable=True,
    pattern=r"[A-Z]{2}[-.][A-Z0-9]{1,3}$",
)
WIKIDATA = Column(pl.String, "Wikidata item.", nullable=True, pattern=r"Q[1-9][0-9]*$")
EDTF = Column(pl.String, "The same in EDTF level 1, which keeps what is only partly known (`XXXX-12`).", nullable=True)
EVENT_TYPE = Column(pl.String, "PLOVER event type.", codes="event_types")
EVENT_MODE = Column(pl.String, "PLOVER mode: the kind of the type.", nullable=True, codes="event_modes")
EVENT_STATUS = Column(pl.String, "Whether the event, as typed, happened.", codes="event_statuses")
DATE_GRANULARITY = Column(pl.String, "How fine the date is known.", nullable=True, codes="granularities")
DATE_SOURCE = Column(pl.String, "How the date is known.", codes="date_sources")
