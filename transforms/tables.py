"""The public contract: every table Tidings publishes."""

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from transforms.columns import (
    ACTOR_ID,
    ACTOR_REF,
    ADMIN1,
    ARTICLE_ID,
    ARTICLE_REF,
    AT_LEAST_ONE,
    CHAR_END,
    CHAR_START,
    CLAIM_ID,
    CLAIM_REF,
    CONFIDENCE,
    COUNT,
    COUNTRY,
    DATE,
    DATE_GRANULARITY,
    DATE_SOURCE,
    EDTF,
    EVENT_ID,
    EVENT_MENTION_ID,
    EVENT_MENTION_REF,
    EVENT_MODE,
    EVENT_REF,
    EVENT_STATUS,
    EVENT_TYPE,
    FLAG,
    INSTANT,
    LATITUDE,
    LONGITUDE,
    MAYBE_COUNT,
    MAYBE_END,
    MAYBE_START,
    MAYBE_TEXT,
    MENTION_ID,
    MENTION_REF,
    NAME,
    PLACE_ID,
    PLACE_REF,
    RULE_ID,
    SECTOR,
    SENTENCE_ID,
    SENTENCE_REF,
    SHARE,
    TEXT,
    WIKIDATA,
)
from transforms.schema import Column, Table

SPAN = {"char_start": CHAR_START, "char_end": CHAR_END}
PROVENANCE = {"confidence": CONFIDENCE, "rule_id": RULE_ID}

articles = Table(
    "articles",
    "one row per article",
    ("article_id",),
    {
        "article_id": ARTICLE_ID,
        "source_ref": TEXT.but(doc="Id the source gave the article; for files, the path below the folder that was given."),
        "source_path": TEXT.but(doc="File or feed the article came from, as it was named to the run."),
        "source_name": MAYBE_TEXT.but(doc="Outlet."),
        "url": MAYBE_TEXT.but(doc="Canonical address of the article.", pattern=r"[a-z][a-z0-9+.-]*:"),
        "title": MAYBE_TEXT.but(doc="Headline; also the first paragraph of `text`."),
        "byline": MAYBE_TEXT.but(doc="Author line as the source gives it, else the names in the byline of the text."),
        "byline_source": Column(pl.String, "How that is known; null if there is no byline.", nullable=True, codes="byline_sources"),
        "agency": MAYBE_TEXT.but(doc="News agency that the dateline or byline of the text names; it wrote the text, the outlet may be another."),
        "section": MAYBE_TEXT.but(doc="Section or desk as the source gives it."),
        "language": Column(pl.String, "ISO 639-1 code of the language detected in the text.", nullable=True, pattern=r"[a-z]{2,3}$"),
        "published_at": INSTANT.but(doc="When the article was published.", nullable=True),
        "published_at_source": Column(pl.String, "How that is known.", codes="published_at_sources"),
        "published_at_raw": MAYBE_TEXT.but(doc="The date as the source wrote it."),
        "published_at_granularity": DATE_GRANULARITY.but(doc="How fine the date of publication is known."),
        "text": TEXT.but(doc="Headline (where there is one) and body, normalised once; all offsets count in this text."),
        "content_hash": Column(pl.String, "Hash of `text`.", pattern=r"[0-9a-f]{32}$"),
        "char_count": COUNT.but(doc="Length of `text`.", unit="Unicode code points"),
        "word_count": COUNT.but(doc="Runs of word characters in `text`.", unit="words"),
        "sentence_count": MAYBE_COUNT.but(doc="Sentences found; null if the article was not annotated.", unit="sentences"),
        "duplicate_of": ARTICLE_REF.but(doc="Earliest article of the same report, itself no copy; null if this is it.", nullable=True),
        "duplicate_similarity": SHARE.but(
            doc="How alike the two are: 1 if their letters and digits are the same, else the share of three-word runs their bodies have in common.",
            nullable=True,
        ),
        "copy_count": COUNT.but(doc="Articles that are copies of this one: those with its id in `duplicate_of`.", unit="articles"),
        "source_count": COUNT.but(doc="Outlets that carry the report: of this article and of its copies; 0 if none is named.", unit="outlets"),
        "revision_of": ARTICLE_REF.but(doc="First text of the same address; null in that one.", nullable=True),
        "revision_number": Column(
            pl.Int32, "Place of the text among those that stood at its address, from 1; the highest stands there now.", bounds=(1, None)
        ),
        "skipped_reason": Column(pl.String, "Why the article was kept but not annotated; null if it was.", nullable=True, codes="skipped_reasons"),
        "encoding": MAYBE_TEXT.but(doc="Encoding the source's bytes were decoded from; null where its format knows only one."),
        "repairs": MAYBE_TEXT.but(doc="What was put right in the text, by code, separated by `; `: see the code list `text_repairs`."),
        "extractor": MAYBE_TEXT.but(doc="Reader that made the article from its source."),
        "ingested_at": INSTANT.but(doc="When the article first came into the dataset."),
    },
    by_month=True,
)

rejects = Table(
    "rejects",
    "one row per input record that did not become an article",
    ("source_path", "record_locator", "reason"),
    {
        "source_path": TEXT.but(doc="File or feed the record came from, as it was named to the run."),
        "record_locator": TEXT.but(doc="Line, row or member within it; empty for the whole file."),
        "reason": Column(pl.String, "Why it was rejected.", codes="reject_reasons"),
        "detail": MAYBE_TEXT.but(doc="What was found and what would be right."),
        "excerpt": MAYBE_TEXT.but(doc="First characters of the record, control characters shown as escapes.", unit="at most 200 characters"),
        "rejected_at": INSTANT.but(doc="When it was first rejected."),
    },
)

sentences = Table(
    "sentences",
    "one row per sentence of an annotated article",
    ("sentence_id",),
    {
        "sentence_id": SENTENCE_ID,
        "article_id": ARTICLE_REF,
        "sentence_index": COUNT.but(doc="Number of the sentence in its article, from 0.", unit="sentences"),
        **SPAN,
        "text": TEXT.but(doc="The sentence, as in the article."),
        "is_headline": FLAG.but(doc="Whether it stands in the headline."),
        "is_quoted": FLAG.but(doc="Whether all its words stand inside quotation marks."),
        "is_dateline": FLAG.but(doc="Whether it is no sentence but the place the article is dated from; the rest of the dateline is in no sentence."),
    },
    by_month=True,
)

mentions = Table(
    "mentions",
    "one row per span that names or stands for an actor or a place",
    ("mention_id",),
    {
        "mention_id": MENTION_ID,
        "article_id": ARTICLE_REF,
        "sentence_id": SENTENCE_REF,
        **SPAN,
        "text": TEXT.but(doc="The span."),
        "mention_type": Column(pl.String, "Named, nominal or pronominal.", codes="mention_types"),
        "entity_type": Column(pl.String, "What kind of thing the span stands for.", codes="entity_types"),
        "actor_id": ACTOR_REF.but(doc="Actor the span refers to; null if unresolved."),
        "place_id": PLACE_REF.but(doc="Place the span names; null if it names none or it is not known which."),
        "resolution": Column(pl.String, "How the actor or place was found.", codes="resolutions"),
        **PROVENANCE,
    },
    by_month=True,
)

actors = Table(
    "actors",
    "one row per actor in the world",
    ("actor_id",),
    {
        "actor_id": ACTOR_ID,
        "name": NAME.but(doc="Fullest usual name; for unnamed actors the words they are called by."),
        "actor_type": Column(pl.String, "What kind of actor it is.", codes="actor_types"),
        "country_code": COUNTRY.but(doc="Country the actor belongs to, ISO 3166-1 alpha-3, or a PLOVER code for what has no country."),
        "sector_code": SECTOR,
        "wikidata_id": WIKIDATA,
        "first_mentioned_date": DATE.but(doc="Publication day of the earliest dated article that mentions it."),
        "last_mentioned_date": DATE.but(doc="Publication day of the latest dated article that mentions it."),
        "mention_count": AT_LEAST_ONE.but(doc="Spans that refer to it."),
        "article_count": AT_LEAST_ONE.but(doc="Articles that mention it.", unit="articles"),
        "is_named": FLAG.but(doc="False for actors known only by a description (`rebel militias`)."),
    },
)

actor_aliases = Table(
    "actor_aliases",
    "one row per spelling under which an actor is named",
    ("actor_id", "alias"),
    {
        "actor_id": ACTOR_REF.but(nullable=False, doc="Actor."),
        "alias": NAME.but(doc="Span text, white space folded."),
        "mention_count": AT_LEAST_ONE.but(doc="Spans with this spelling."),
    },
)

actor_roles = Table(
    "actor_roles",
    "one row per role an actor is given in the texts",
    ("actor_id", "role"),
    {
        "actor_id": ACTOR_REF.but(nullable=False, doc="Actor."),
        "role": NAME.but(doc="Title as written (`Secretary of State`)."),
        "country_code": COUNTRY.but(doc="Country the role belongs to."),
        "sector_code": SECTOR.but(doc="PLOVER sector of the role."),
        "first_mentioned_date": DATE.but(doc="Publication day of the earliest dated article that gives the role."),
        "last_mentioned_date": DATE.but(doc="Publication day of the latest dated article that gives the role."),
        "mention_count": AT_LEAST_ONE.but(doc="Spans that give the role."),
    },
)

event_mentions = Table(
    "event_mentions",
    "one row per place in a text where an event is told",
    ("event_mention_id",),
    {
        "event_mention_id": EVENT_MENTION_ID,
        "event_id": EVENT_REF.but(doc="Event in the world this is a report of."),
        "article_id": ARTICLE_REF,
        "sentence_id": SENTENCE_REF,
        **SPAN,
        "trigger": TEXT.but(doc="The words that tell the event; `char_start` and `char_end` are theirs."),
        "trigger_lemma": TEXT.but(doc="Lemma of the trigger, lower case."),
        "event_type": EVENT_TYPE,
        "event_mode": EVENT_MODE,
        "event_status": EVENT_STATUS,
        "is_background": FLAG.but(doc="Told as history, not as news."),
        "claim_id": CLAIM_REF.but(nullable=True, doc="Innermost claim it stands in; null if the outlet itself says it."),
        "date_text": MAYBE_TEXT.but(doc="Words that date it."),
        "date_start": DATE.but(doc="First day it may have happened on; null if not known to the year."),
        "date_end": DATE.but(doc="Last day it may have happened on."),
        "date_granularity": DATE_GRANULARITY,
        "date_source": DATE_SOURCE,
        "date_edtf": EDTF,
        "place_text": MAYBE_TEXT.but(doc="Words that place it."),
        "place_source": Column(pl.String, "How the place is known.", nullable=True, codes="place_sources"),
        "place_id": PLACE_REF,
        "killed_count": MAYBE_COUNT.but(doc="People said to have been killed.", unit="people"),
        "injured_count": MAYBE_COUNT.but(doc="People said to have been injured.", unit="people"),
        "arrested_count": MAYBE_COUNT.but(doc="People said to have been arrested.", unit="people"),
        "participant_count": MAYBE_COUNT.but(doc="People said to have taken part.", unit="people"),
        **PROVENANCE,
    },
    by_month=True,
)

event_mention_actors = Table(
    "event_mention_actors",
    "one row per participant of an event mention",
    ("event_mention_id", "role", "position"),
    {
        "event_mention_id": EVENT_MENTION_REF.but(doc="Event mention."),
        "role": Column(pl.String, "Whether it acts or is acted upon.", codes="event_roles"),
        "position": COUNT.but(doc="Order within the role, from 0.", unit="participants"),
        "mention_id": MENTION_REF.but(doc="Mention that fills the role; null if the span is no mention."),
        "actor_id": ACTOR_REF,
        "text": TEXT.but(doc="The span."),
        **SPAN,
    },
    by_month=True,
)

events = Table(
    "events",
    "one row per event in the world, after the reports of it have been brought together",
    ("event_id",),
    {
        "event_id": EVENT_ID,
        "event_type": EVENT_TYPE,
        "event_mode": EVENT_MODE,
        "quad_code": Column(
            pl.Int32, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.", bounds=(1, 4), codes="quad_codes"
        ),
        "intensity": Column(pl.Float64, "PLOVER score of the mode, else of the type.", unit="-10 to 10", bounds=(-10.0, 10.0)),
        "cameo_root_code": Column(pl.String, "CAMEO root code.", nullable=True, codes="cameo_roots"),
        "goldstein_score": Column(pl.Float64, "Goldstein score of the CAMEO root.", nullable=True, unit="-10 to 10", bounds=(-10.0, 10.0)),
        "event_status": EVENT_STATUS,
        "date_start": DATE.but(doc="First day it may have happened on."),
        "date_end": DATE.but(doc="Last day it may have happened on."),
        "date_granularity": DATE_GRANULARITY,
        "date_source": DATE_SOURCE,
        "date_edtf": EDTF,
        "place_id": PLACE_REF,
        "place_name": MAYBE_TEXT.but(doc="Name of the place."),
        "country_code": COUNTRY.but(doc="Country the event happened in; never an actor's by default."),
        "admin1_code": ADMIN1,
        "geonames_id": Column(pl.Int64, "GeoNames id of the place.", nullable=True, bounds=(1, None)),
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "place_precision": Column(pl.String, "How fine the place is known.", nullable=True, codes="place_types"),
        "killed_count": MAYBE_COUNT.but(doc="People killed, by the latest report that says so.", unit="people"),
        "injured_count": MAYBE_COUNT.but(doc="People injured, by the latest report that says so.", unit="people"),
        "arrested_count": MAYBE_COUNT.but(doc="People arrested, by the latest report that says so.", unit="people"),
        "participant_count": MAYBE_COUNT.but(doc="People who took part, by the latest report that says so.", unit="people"),
        "summary": TEXT.but(doc="One plain line: who did what to whom, where, when."),
        "mention_count": AT_LEAST_ONE.but(doc="Event mentions brought together."),
        "article_count": AT_LEAST_ONE.but(doc="Articles it was read in; copies that were not read are not counted.", unit="articles"),
        "source_count": COUNT.but(doc="Outlets of these articles and of their copies; 0 if none is named.", unit="outlets"),
        "first_reported_at": INSTANT.but(doc="Publication of the earliest dated report.", nullable=True),
        "last_reported_at": INSTANT.but(doc="Publication of the latest dated report.", nullable=True),
        "confidence": CONFIDENCE,
    },
)

event_actors = Table(
    "event_actors",
    "one row per actor and role of an event",
    ("event_id", "actor_id", "role"),
    {
        "event_id": EVENT_REF,
        "actor_id": ACTOR_REF.but(nullable=False, doc="Actor."),
        "role": Column(pl.String, "Whether it acts or is acted upon.", codes="event_roles"),
        "mention_count": AT_LEAST_ONE.but(doc="Event mentions that give it the role."),
    },
)

event_contexts = Table(
    "event_contexts",
    "one row per PLOVER context of an event",
    ("event_id", "context"),
    {"event_id": EVENT_REF, "context": Column(pl.String, "PLOVER context.", codes="contexts")},
)

event_articles = Table(
    "event_articles",
    "one row per article that reports an event",
    ("event_id", "article_id"),
    {
        "event_id": EVENT_REF,
        "article_id": ARTICLE_REF.but(doc="Article that reports it."),
        "mention_count": AT_LEAST_ONE.but(doc="Event mentions of it in the article."),
    },
)

places = Table(
    "places",
    "one row per place a text names",
    ("place_id",),
    {
        "place_id": PLACE_ID,
        "name": NAME.but(doc="Usual English name."),
        "place_type": Column(pl.String, "What kind of place it is.", codes="place_types"),
        "country_code": COUNTRY.but(doc="Country the place lies in."),
        "admin1_code": ADMIN1,
        "geonames_id": Column(pl.Int64, "GeoNames id.", nullable=True, bounds=(1, None)),
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "resolution": Column(pl.String, "How it was told from others of its name.", codes="place_resolutions"),
        "alternatives": MAYBE_TEXT.but(doc="Other places of that name that were possible, best first, separated by `; `."),
    },
)

claims = Table(
    "claims",
    "one row per attributed statement",
    ("claim_id",),
    {
        "claim_id": CLAIM_ID,
        "article_id": ARTICLE_REF,
        "sentence_id": SENTENCE_REF.but(doc="Sentence that holds the cue, or the start of the content where there is no cue."),
        "parent_claim_id": CLAIM_REF.but(nullable=True, doc="Claim this one is reported in: `A said that B said`."),
        "nesting_depth": COUNT.but(doc="Claims it is reported in, one inside the other.", unit="claims"),
        "speaker_text": MAYBE_TEXT.but(doc="Words that name or stand for the speaker."),
        "speaker_char_start": MAYBE_START.but(doc="First character of the speaker."),
        "speaker_char_end": MAYBE_END.but(doc="Character after the last of the speaker."),
        "speaker_mention_id": MENTION_REF.but(doc="Mention within the speaker that heads it."),
        "speaker_mention_type": Column(pl.String, "Named, nominal or pronominal.", nullable=True, codes="mention_types"),
        "speaker_actor_id": ACTOR_REF.but(doc="Who spoke; null, or an unnamed actor, if it cannot be known."),
        "speaker_resolution": Column(pl.String, "How the speaker was found, or why not.", codes="resolutions"),
        "cue_text": MAYBE_TEXT.but(doc="Words that attribute the content."),
        "cue_char_start": MAYBE_START.but(doc="First character of the cue."),
        "cue_char_end": MAYBE_END.but(doc="Character after the last of the cue."),
        "cue_lemma": MAYBE_TEXT.but(doc="Lemma of the cue, lower case."),
        "cue_class": Column(pl.String, "What kind of attribution it is.", codes="cue_classes"),
        "content_text": TEXT.but(doc="What was said, from its first to its last character; `claim_spans` has the pieces."),
        "content_char_start": CHAR_START.but(doc="First character of the content."),
        "content_char_end": CHAR_END.but(doc="Character after the last of the content."),
        "quotation_type": Column(pl.String, "Direct, indirect or mixed.", codes="quotation_types"),
        "quoted_share": SHARE.but(doc="Share of the content's letters and digits that stand inside quotation marks."),
        "claim_type": Column(pl.String, "What kind of statement it is.", codes="claim_types"),
        "attribution_polarity": Column(pl.String, "Negative where the text says that it was not said.", codes="polarities"),
        "is_hedged": FLAG.but(doc="Whether speaker or outlet hedge it (`may`, `reportedly`)."),
        "is_hearsay": FLAG.but(doc="Whether the outlet has it from an unnamed reporter (`was reported to have said`)."),
        "addressee_text": MAYBE_TEXT.but(doc="Whom it was said to."),
        "medium_text": MAYBE_TEXT.but(doc="By what means it was said (`in a televised speech`)."),
        "said_date_start": DATE.but(doc="First day it may have been said on."),
        "said_date_end": DATE.but(doc="Last day it may have been said on."),
        "check_worthiness": SHARE.but(
            doc="How much there is to check in it: numbers, names, dates and past events, less for opinion; a sum of rules."
        ),
        **PROVENANCE,
    },
    by_month=True,
)

claim_spans = Table(
    "claim_spans",
    "one row per unbroken piece of a claim's content",
    ("claim_id", "span_index"),
    {
        "claim_id": CLAIM_REF.but(doc="Claim."),
        "span_index": COUNT.but(doc="Number of the piece, from 0.", unit="pieces"),
        **SPAN,
        "text": TEXT.but(doc="The piece."),
    },
    by_month=True,
)

claim_actors = Table(
    "claim_actors",
    "one row per actor that a claim is addressed to or mentions",
    ("claim_id", "actor_id", "role"),
    {
        "claim_id": CLAIM_REF.but(doc="Claim."),
        "actor_id": ACTOR_REF.but(nullable=False, doc="Actor."),
        "role": Column(pl.String, "Addressee or mentioned.", codes="claim_roles"),
    },
    by_month=True,
)

claim_events = Table(
    "claim_events",
    "one row per event mention told inside a claim",
    ("claim_id", "event_mention_id"),
    {"claim_id": CLAIM_REF.but(doc="Claim."), "event_mention_id": EVENT_MENTION_REF.but(doc="Event mention in its content.")},
    by_month=True,
)

redirects = Table(
    "redirects",
    "one row per identifier that was merged into another",
    ("old_id",),
    {
        "old_id": Column(pl.String, "Identifier an earlier release used.", pattern=r"(act|evt)_[0-9a-f]{20}$"),
        "new_id": Column(pl.String, "Identifier that stands for it now.", pattern=r"(act|evt)_[0-9a-f]{20}$"),
        "redirected_at": INSTANT.but(doc="When they were merged."),
    },
)


def side(role: str) -> dict[str, Column]:
    """Columns of events_flat for up to three actors of one role."""
    return {
        f"{role}_{number}_{part}": column.but(nullable=True, doc=f"{doc} of {role} {number}.")
        for number in (1, 2, 3)
        for part, column, doc in (
            ("name", NAME, "Name"),
            ("type", Column(pl.String, "", codes="actor_types"), "Kind"),
            ("country_code", COUNTRY, "Country"),
            ("sector_code", SECTOR, "PLOVER sector"),
        )
    }


events_flat = Table(
    "events_flat",
    "one row per event with names, codes and labels",
    ("event_id",),
    {
        "event_id": EVENT_REF,
        "event_date": DATE.but(doc="First day it may have happened on."),
        "event_type": EVENT_TYPE,
        "event_type_label": TEXT.but(doc="What the type means."),
        "event_mode": EVENT_MODE,
        "event_status": EVENT_STATUS,
        "quad_code": events.columns["quad_code"],
        "quad_label": TEXT.but(doc="Quad class in words."),
        "intensity": events.columns["intensity"],
        "summary": events.columns["summary"],
        **side("actor"),
        **side("recipient"),
        "place_name": events.columns["place_name"],
        "country_code": events.columns["country_code"],
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "killed_count": events.columns["killed_count"],
        "injured_count": events.columns["injured_count"],
        "arrested_count": events.columns["arrested_count"],
        "article_count": events.columns["article_count"],
        "first_article_id": ARTICLE_REF.but(doc="Earliest article that reports it."),
        "first_url": MAYBE_TEXT.but(doc="Address of that article."),
        "first_sentence": TEXT.but(doc="Sentence of that article that tells it."),
        "confidence": CONFIDENCE,
    },
)

claims_flat = Table(
    "claims_flat",
    "one row per claim with speaker, article and sentence",
    ("claim_id",),
    {
        "claim_id": CLAIM_REF.but(doc="Claim."),
        "speaker_name": MAYBE_TEXT.but(doc="Name of the speaker; null if unknown."),
        "speaker_text": claims.columns["speaker_text"],
        "speaker_role": MAYBE_TEXT.but(doc="Commonest role the texts give the speaker."),
        "speaker_country_code": COUNTRY.but(doc="Country of the speaker."),
        "speaker_sector_code": SECTOR.but(doc="PLOVER sector of the speaker."),
        "cue_text": claims.columns["cue_text"],
        "cue_class": claims.columns["cue_class"],
        "claim_type": claims.columns["claim_type"],
        "quotation_type": claims.columns["quotation_type"],
        "attribution_polarity": claims.columns["attribution_polarity"],
        "content_text": claims.columns["content_text"],
        "parent_claim_id": claims.columns["parent_claim_id"],
        "sentence": TEXT.but(doc="Sentence of the cue, or of the start of the content."),
        "article_id": ARTICLE_REF,
        "article_title": articles.columns["title"],
        "source_name": articles.columns["source_name"],
        "url": articles.columns["url"],
        "published_date": DATE.but(doc="Day the article was published, UTC."),
        "confidence": CONFIDENCE,
    },
)

actor_days = Table(
    "actor_days",
    "one row per actor and day of publication",
    ("actor_id", "date"),
    {
        "actor_id": ACTOR_REF.but(nullable=False, doc="Actor."),
        "date": DATE.but(nullable=False, doc="Day of publication, UTC; articles without a date are left out."),
        "article_count": COUNT.but(doc="Articles that mention it.", unit="articles"),
        "mention_count": COUNT.but(doc="Spans that refer to it."),
        "event_count": COUNT.but(doc="Events it takes part in, reported that day.", unit="events"),
        "claim_count": COUNT.but(doc="Claims it makes.", unit="claims"),
    },
)

dyad_months = Table(
    "dyad_months",
    "one row per pair of countries and month",
    ("actor_country_code", "recipient_country_code", "month"),
    {
        "actor_country_code": COUNTRY.but(nullable=False, doc="Country of the actor."),
        "recipient_country_code": COUNTRY.but(nullable=False, doc="Country of the recipient."),
        "month": DATE.but(nullable=False, doc="First day of the month in which the events happened; events not known to the month are left out."),
        **{f"quad_{n}_count": COUNT.but(doc=f"Events of quad class {n} that occurred.", unit="events") for n in (1, 2, 3, 4)},
        "mean_intensity": Column(pl.Float64, "Mean PLOVER score of the events.", unit="-10 to 10", bounds=(-10.0, 10.0)),
        "killed_count": COUNT.but(doc="People said to have been killed in them.", unit="people"),
    },
)

codes = Table(
    "codes",
    "one row per code of every code list the tables use",
    ("code_list", "code"),
    {
        "code_list": NAME.but(doc="Name of the list, as in the column descriptions."),
        "code": NAME.but(doc="The code."),
        "label": NAME.but(doc="A few words for people."),
        "description": MAYBE_TEXT.but(doc="What the code means."),
        "parent_code": MAYBE_TEXT.but(doc="Code it belongs under."),
    },
)

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            *(articles, rejects, sentences),
            *(mentions, actors, actor_aliases, actor_roles),
            *(event_mentions, event_mention_actors, events, event_actors, event_contexts, event_articles, places),
            *(claims, claim_spans, claim_actors, claim_events),
            *(redirects, events_flat, claims_flat, actor_days, dyad_months, codes),
        )
    }
)
"""Every published table by name, in the order of the documentation."""
