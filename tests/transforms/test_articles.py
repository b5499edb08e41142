"""That an article is what its record says, written once and for all offsets."""

from datetime import UTC, datetime
from time import process_time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds import reader
from tests.rows import valid_rows
from transforms import articles, normalization, tables
from transforms.articles import RAW_RECORDS, RAW_REJECTS
from transforms.languages import language_of
from transforms.publication_dates import date_in_path, day_orders, published

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WIRE = """\
    The harbour of Porto Belo was closed on Tuesday after a freighter
with 40 tonnes of fertiliser aboard ran aground in the channel and
began to list.
    Divers said that the hull was whole. Tugs were expected to reach
the ship by Thursday, the harbour master told reporters.
"""


def records(*rows: dict[str, object]) -> pl.DataFrame:
    """Raw records; columns that a row does not name have plain values."""
    plain = {"source_path": "s.jsonl", "has_own_id": True, "extractor": "json"}
    numbered = [{"source_ref": f"r{number}", "record_locator": f"line-{number}"} | plain | row for number, row in enumerate(rows, 1)]
    return pl.DataFrame(numbered, schema=RAW_RECORDS)


def normalized(*rows: dict[str, object]) -> articles.Normalized:
    return articles.normalize(records(*rows), now=NOW)


def test_a_record_becomes_an_article():
    found = normalized(
        {"title": " Dam  opens", "text_raw": "The dam was opened.\r\nIt is high.", "published_at_raw": "6 May 2024", "url": "HTTP://X.example"}
    )
    row = found.articles.row(0, named=True)
    assert row["text"] == "Dam opens\n\nThe dam was opened.\nIt is high."
    assert (row["title"], row["url"], row["language"], row["skipped_reason"]) == ("Dam opens", "https://x.example/", "en", None)
    assert (row["char_count"], row["word_count"], row["sentence_count"], row["ingested_at"]) == (len(row["text"]), 9, None, NOW)
    assert (row["published_at"], row["published_at_granularity"], row["published_at_source"]) == (datetime(2024, 5, 6, tzinfo=UTC), "day", "metadata")
    assert found.rejects.is_empty()


def test_the_text_gives_author_agency_and_day_where_the_record_does_not():
    text = "By Helen Clark\n\nLIMA, 12 Jan 1990 (Reuters) - The dam was opened."
    row = normalized({"title": "Dam opens", "text_raw": text}).articles.row(0, named=True)
    assert row["text"] == f"Dam opens\n\n{text}"
    assert (row["byline"], row["byline_source"], row["agency"], row["source_name"]) == ("Helen Clark", "text", "Reuters", None)
    assert (row["published_at"], row["published_at_granularity"], row["published_at_source"]) == (datetime(1990, 1, 12, tzinfo=UTC), "day", "text")


def test_what_the_record_gives_counts_more_than_the_text():
    text = "By Helen Clark\n\nLIMA, 12 Jan 1990 (Reuters) - The dam was opened."
    row = normalized({"text_raw": text, "byline": "H. Clark", "source_name": "Post", "published_at_raw": "2020-05-06"}).articles.row(0, named=True)
    assert (row["byline"], row["byline_source"], row["source_name"]) == ("H. Clark", "metadata", "Post")
    assert (row["published_at"], row["published_at_source"]) == (datetime(2020, 5, 6, tzinfo=UTC), "metadata")


def test_a_day_without_its_year_dates_nothing():
    row = normalized({"text_raw": "LIMA, Jan 12 (Reuters) - The dam was opened."}).articles.row(0, named=True)
    assert (row["published_at"], row["published_at_source"], row["published_at_granularity"]) == (None, "unknown", "unknown")
    assert (row["byline"], row["byline_source"]) == (None, None)


def test_a_headline_is_no_byline():
    row = normalized({"title": "By Helen Clark", "text_raw": "The dam was opened."}).articles.row(0, named=True)
    assert (row["byline"], row["byline_source"]) == (None, None)


def test_no_records_are_no_articles():
    found = normalized()
    assert (found.articles.schema, found.rejects.schema) == (tables.articles.schema, tables.rejects.schema)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("One.\r\nTwo.\rThree.\u2028Four.", "One.\nTwo.\nThree.\nFour."),
        ("  One \t two\u00a0three  \n\n\n\n four ", "One two three\n\nfour"),
        ("Pre\u00adsi\u200bdent \ufeffPetrov\u0301a", "President Petrov\u0301a"),
        ("Cafe\u0301", "Café"),
        ("\x1b[31mBREAKING\x1b[0m: fire\x00 \x07out\x1b]0;title\x07", "BREAKING: fire out"),
        ("He said â€œnoâ€\x9d at the cafÃ©.", "He said “no” at the café."),
        ("“It’s done,” she said – at the café.", "“It’s done,” she said – at the café."),
        ("<p>Two <b>men</b> &amp; a boy</p><script>alert(1)</script><p>fled &lt;unhurt&gt;.</p>", "Two men & a boy\n\nfled <unhurt>."),
        ("Shares of A&B rose 3 < 4 <unconfirmed>.", "Shares of A&B rose 3 < 4 <unconfirmed>."),
        ("Fish &amp;amp; chips &#8217;n&rsquo; peas", "Fish &amp; chips ’n’ peas"),
        ("Before.<br>After.<!-- not this -->", "Before.\nAfter."),
        ("A script <script> that never ends.", "A script that never ends."),
        ("He left.    A witness followed.  Nobody spoke.", "He left.\nA witness followed. Nobody spoke."),
        (
            WIRE,
            "The harbour of Porto Belo was closed on Tuesday after a freighter with 40 tonnes of fertiliser aboard ran aground in the channel "
            "and began to list.\n\nDivers said that the hull was whole. Tugs were expected to reach the ship by Thursday, the harbour master "
            "told reporters.",
        ),
        (
            "Mayor opens new bridge across the river\nSchool fees to rise again, council says now\nFive charged after fight at football ground",
            "Mayor opens new bridge across the river\nSchool fees to rise again, council says now\nFive charged after fight at football ground",
        ),
    ],
)
def test_text_is_normalised(raw, text):
    assert normalization.body(raw) == text


def test_markup_that_baits_backtracking_takes_no_time():
    start = process_time()
    for bait in ("<script ", "<!--", "<p", '"(' * 2, "\x1b[", "\x1b]", " \n", "&#", "- "):
        normalization.body(bait * 200_000)
    assert process_time() - start < 30


PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="<&"), max_size=300)
WORDS = st.text(alphabet="ab. \n\t-\r\u00ad\u0301’", max_size=400)


@given(text=PLAIN | WORDS)
def test_normalising_twice_is_normalising_once(text):
    once = normalization.tidy(normalization.unwrap(normalization.visible(text)))
    assert normalization.tidy(normalization.unwrap(normalization.visible(once))) == once


@pytest.mark.parametrize(
    ("title", "body", "text", "headline_end"),
    [
        ("Dam opens", "It is high.", "Dam opens\n\nIt is high.", 9),
        ("Dam opens", "Dam opens\nIt is high.", "Dam opens\n\nIt is high.", 9),
        ("Dam opens", "DAM OPENS!\n\nIt is high.", "Dam opens\n\nIt is high.", 9),
        ("Dam", "Dam walls broke.", "Dam\n\nDam walls broke.", 3),
        ("???", "!!!", "???\n\n!!!", 3),
        ("Dam\n opens", None, "Dam opens", 9),
        (None, "It is high.", "It is high.", 0),
    ],
)
def test_the_title_is_the_first_paragraph(title, body, text, headline_end):
    found = normalized({"title": title, "text_raw": body}).articles
    assert found["text"].to_list() == [text]
    assert articles.headline_end(found).to_list() == [headline_end]


def test_a_title_that_does_not_begin_the_text_is_no_headline():
    found = valid_rows(tables.articles, 2, title="Dam", text="Damage was small.")
    assert articles.headline_end(found).to_list() == [0, 0]


@pytest.mark.parametrize(
    ("raw", "at", "granularity"),
    [
        ("2024-05-06", "2024-05-06", "day"),
        ("2024/5/6", "2024-05-06", "day"),
        ("20240506", "2024-05-06", "day"),
        ("٢٠٢٤-٠٥-٠٦", "2024-05-06", "day"),
        ("2024-05-06T17:30:05", "2024-05-06", "day"),
        ("2024-05-06 17:30:05.123", "2024-05-06", "day"),
        ("2024-05-06T17:30:05Z", "2024-05-06T17:30:05", "instant"),
        ("2024-05-06T17:30+02:00", "2024-05-06T15:30", "minute"),
        ("2024-05-06T23:30:00-11:00", "2024-05-07T10:30", "instant"),
        ("2024-05-06T00:00:00Z", "2024-05-06", "day"),
        ("Mon, 06 May 2024 17:30:05 GMT", "2024-05-06T17:30:05", "instant"),
        ("6 May 2024 17:30:05 +0200", "2024-05-06T15:30:05", "instant"),
        ("6 May 2024 17:30:05", "2024-05-06", "day"),
        ("1715016605", "2024-05-06T17:30:05", "instant"),
        ("1715016605000", "2024-05-06T17:30:05", "instant"),
        ("May 6, 2024", "2024-05-06", "day"),
        ("Monday, May 6th, 2024 at 5:30 PM ET", "2024-05-06", "day"),
        ("6-May-2024", "2024-05-06", "day"),
        ("06.05.2024", "2024-05-06", "day"),
        ("31/12/19", "2019-12-31", "day"),
        ("12/31/1987", "1987-12-31", "day"),
        ("5/5/2024", "2024-05-05", "day"),
        ("6 mai 2024", "2024-05-06", "day"),
        ("6. Dezember 2023", "2023-12-06", "day"),
        ("2024-05", "2024-05-01", "month"),
        ("May 2024", "2024-05-01", "month"),
        ("2024", "2024-01-01", "year"),
    ],
)
def test_dates_are_read_as_fine_as_they_are_written(raw, at, granularity):
    assert published(raw, now=NOW) == (datetime.fromisoformat(at).replace(tzinfo=UTC), granularity)
    assert granularity in reader.code_list("granularities")


@pytest.mark.parametrize(
    "raw",
    [
        *(None, "", "yesterday", "2 hours ago", "the 1990s", "Monday", "last May", "03/04/2020", "1/2/19", "0000-00-00", "2019-02-30"),
        *("2050-09-14", "2026-11-24", "0001-01-01", "1899-12-31", "2024-13-01", "2024-05-06T25:00:00Z", "99999999999", "12345", "May", "5 May"),
        *("x" * 100_000, "9" * 10_000, "١" * 50),
    ],
)
def test_dates_that_cannot_be_relied_on_are_unknown(raw):
    assert published(raw, now=NOW) == (None, "unknown")


def test_the_other_dates_of_a_source_settle_day_and_month():
    rows = [("Daily", "03/04/2020"), ("Daily", "25/04/2020"), ("Post", "03/04/2020"), ("Post", "4/25/20"), ("Both", "25/4/20"), ("Both", "4/25/20")]
    rows += [("Both", "3/4/20"), ("None", "3/4/20"), (None, "25/04/2020"), (None, "03/04/2020")]
    assert day_orders(rows) == {"Daily": True, "Post": False}
    found = normalized(*({"source_name": source, "published_at_raw": raw, "text_raw": "Text."} for source, raw in rows)).articles
    days = [at and at.strftime("%m-%d") for at in found["published_at"]]
    assert days == ["04-03", "04-25", "03-04", "04-25", "04-25", "04-25", None, None, "04-25", None]
    assert found["published_at_source"].to_list() == ["metadata" if day else "unknown" for day in days]


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("https://p.example/2015/03/14/bridge", "2015-03-14"),
        ("https://p.example/world/2015/mar/04/bridge", "2015-03-04"),
        ("https://p.example/2015/3/4/", "2015-03-04"),
        ("https://p.example/a-20150314-1.html", "2015-03-14"),
        ("https://p.example/n1/2015/0314/c12.html", "2015-03-14"),
        ("https://p.example/2015/03/14/2015-03-14-bridge", "2015-03-14"),
        ("2015-03-14-bridge.txt", "2015-03-14"),
        ("bridge_2015_03_14.txt", "2015-03-14"),
        ("https://p.example/2015/03/bridge", None),
        ("https://p.example/2015/02/30/bridge", None),
        ("https://p.example/2015/03/14/the-day-2001-09-11", None),
        ("https://p.example/story/20153", None),
        ("https://p.example/story/1201503140", None),
        ("https://archive.example/web/20150314085122/http://p.example/a", None),
        ("14-03-2015-bridge.txt", None),
        ("/2015/0314", None),
        (None, None),
    ],
)
def test_digits_of_a_path_tell_a_day_if_they_tell_only_one(path, day):
    assert date_in_path(path) == day


OF_URL = "https://p.example/2015/03/14/bridge"


@pytest.mark.parametrize(
    ("record", "day", "source"),
    [
        ({"url": OF_URL}, "2015-03-14", "url"),
        ({"url": OF_URL, "published_at_raw": "2015-03-15"}, "2015-03-15", "metadata"),
        ({"url": OF_URL, "published_at_raw": "2015-03-15", "published_at_source": "page"}, "2015-03-15", "page"),
        ({"url": OF_URL, "published_at_raw": "yesterday"}, "2015-03-14", "url"),
        ({"url": OF_URL, "published_at_raw": "2099-12-31"}, "2015-03-14", "url"),
        ({"url": "https://p.example/a?day=2015-03-14"}, None, "unknown"),
        ({"url": "https://p.example/2099/03/14/a"}, None, "unknown"),
        ({"url": "https://p.example/1914/06/28/sarajevo"}, None, "unknown"),
        ({"url": "urn:news:2015-03-14"}, None, "unknown"),
        ({"source_path": "news/2015-03-14-bridge.txt", "record_locator": ""}, "2015-03-14", "path"),
        ({"source_path": "dump-2020-01-01/bridge.txt", "record_locator": ""}, None, "unknown"),
        ({"source_path": "news/2015-03-14.jsonl", "record_locator": "line-1"}, None, "unknown"),
    ],
)
def test_a_record_without_a_date_has_that_of_its_address_or_file(record, day, source):
    row = normalized({"text_raw": "The bridge was opened."} | record).articles.row(0, named=True)
    assert (row["published_at"] and row["published_at"].date().isoformat(), row["published_at_source"]) == (day, source)
    assert row["published_at_granularity"] == ("day" if day else "unknown")
    assert row["published_at_raw"] == record.get("published_at_raw")


@pytest.mark.parametrize(
    "wrong",
    [
        "Le maire de Besançon a déclaré: “Ça suffit”.".encode().decode("latin-1"),
        "Le maire de Besançon a déclaré: “Ça suffit”.".encode("cp1252").decode("latin-1"),
        "Le maire de Besançon a déclaré: “Ça suffit”.".encode().decode("latin-1").encode().decode("latin-1"),
    ],
    ids=["utf-8 as latin-1", "cp1252 as latin-1", "twice"],
)
def test_text_decoded_in_a_wrong_encoding_is_put_right_and_marked(wrong):
    row = normalized({"text_raw": wrong}).articles.row(0, named=True)
    assert (row["text"], row["repairs"]) == ("Le maire de Besançon a déclaré: “Ça suffit”.", "mojibake")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council met on Friday and voted for the new road.", "en"),
        ("THE COUNCIL MET ON FRIDAY AND VOTED FOR THE NEW ROAD.", "en"),
        ("the council met on friday and voted for the new road.", "en"),
        ("Der Rat trat am Freitag zusammen und stimmte für die neue Straße.", "de"),
        ("Рада засідала у п'ятницю і проголосувала за нову дорогу до міста.", "uk"),
        ("El consejo se reunió el viernes y votó a favor de la nueva carretera.", "es"),
        ("議会は金曜日に開かれ、新しい道路の建設を賛成多数で可決したと市長が発表した。", "ja"),
        ("Friday.", None),
        ("12:30 – 14:45 (3:2, 7:5)", None),
        ("", None),
    ],
)
def test_the_language_is_known_or_null(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Nguyen Van Thieu met Li Zhaoxing in Ouagadougou.",
        "Müller, Šefčovič and Björk flew to Reykjavík.",
        "Presidente Silva greeted José García in São Paulo on Monday.",
        "Bayern München beat Real Madrid 2-1.",
    ],
)
def test_foreign_names_do_not_make_a_sentence_foreign(text):
    assert normalized({"text_raw": text}).articles["skipped_reason"].to_list() == [None]


def test_other_languages_and_very_long_texts_are_kept_and_skipped():
    rows = [{"text_raw": "Der Rat trat am Freitag zusammen und stimmte für die neue Straße."}, {"text_raw": "The dam was opened. " * 3}]
    found = articles.normalize(records(*rows), now=NOW, longest=50).articles
    assert found.select("language", "skipped_reason").rows() == [("de", "language"), ("en", "too_long")]


SAME_PAGE = {"text_raw": "Two.", "url": "https://x.example/1?utm_medium=mail", "has_own_id": False}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"text_raw": "TWO!", "url": "http://www.x.example/1/", "has_own_id": False}, SAME_PAGE, True),
        ({"text_raw": "One.", "url": "https://x.example/1", "has_own_id": False}, SAME_PAGE, False),
        (
            {"text_raw": "One.", "url": "https://x.example/1", "source_ref": "a"},
            {"text_raw": "one", "url": "https://x.example/1", "source_ref": "a"},
            True,
        ),
        ({"text_raw": "One.", "url": "https://x.example/1"}, SAME_PAGE, False),
        ({"text_raw": "One.", "source_ref": "a"}, {"text_raw": "One. ", "source_ref": "a"}, True),
        ({"text_raw": "One.", "source_ref": "a"}, {"text_raw": "Two.", "source_ref": "a"}, False),
        ({"text_raw": "One.", "source_ref": "a"}, {"text_raw": "One.", "source_ref": "b"}, False),
    ],
)
def test_which_records_are_the_same_article(first, second, same):
    found = normalized(first, second)
    assert [(row["record_locator"], row["reason"], row["detail"]) for row in found.rejects.rows(named=True)] == (
        [("line-2", "repeated", "the same article as s.jsonl line-1")] if same else []
    )
    assert found.articles["source_ref"].to_list() == [first.get("source_ref", "r1")] + [second.get("source_ref", "r2")] * (not same)


def test_a_record_without_a_word_is_a_reject():
    found = normalized({"title": " \u200b", "text_raw": "\x00\n"}, {"title": "Dam opens", "text_raw": ""})
    assert found.rejects.select("record_locator", "reason", "rejected_at").rows() == [("line-1", "empty", NOW)]
    assert found.articles["text"].to_list() == ["Dam opens"]


ANY_RECORD = st.fixed_dictionaries(
    {"text_raw": st.none() | PLAIN | st.text(), "title": st.none() | st.text()},
    optional={
        "source_ref": st.sampled_from(["a", "b"]),
        "url": st.none() | st.text() | st.sampled_from(["https://x.example/1", "https://x.example/1#a"]),
        "published_at_raw": st.none() | st.text() | st.from_regex(r"\A\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\Z"),
        "has_own_id": st.booleans(),
        "source_name": st.none() | st.text(max_size=3),
        "byline": st.text(),
    },
)


@settings(deadline=None)  # the first example loads the language model
@given(rows=st.lists(ANY_RECORD, max_size=8), unread=st.integers(0, 3))
def test_nothing_is_lost(rows, unread):
    before = pl.DataFrame([{"source_path": "s", "record_locator": str(n), "reason": "malformed"} for n in range(unread)], schema=RAW_REJECTS)
    found = articles.normalize(records(*rows), now=NOW, rejects=before)
    assert len(found.articles) + len(found.rejects) == len(rows) + unread
    assert found.articles["article_id"].is_unique().all()
    assert found.rejects.select(tables.rejects.key).is_unique().all()
    for name, column in tables.articles.columns.items():
        assert column.nullable or found.articles[name].null_count() == 0, name
        assert column.pattern is None or found.articles[name].drop_nulls().str.contains(f"^(?:{column.pattern})").all(), name
        assert column.codes is None or set(found.articles[name].drop_nulls()) <= set(reader.code_list(column.codes)), name


def dated(*rows: tuple[str, str | None, str]) -> pl.DataFrame:
    """Articles out of (source_ref, date, text)."""
    return normalized(*({"source_ref": ref, "published_at_raw": date, "text_raw": text} for ref, date, text in rows)).articles


def test_what_is_known_stays_as_it_is():
    known = dated(("a", "2024-05-06", "The dam was opened."))
    again = dated(("b", None, "A new text."), ("a", "2024-05-06", "The dam was opened.")).with_columns(ingested_at=pl.lit(NOW.replace(year=2027)))
    found = articles.accumulate(known, again)
    assert found.select("source_ref", pl.col("ingested_at").dt.year()).rows() == [("a", 2026), ("b", 2027)]


def test_known_rejects_stay_as_they_are():
    known = valid_rows(tables.rejects, 2, detail="then")
    found = articles.accumulate_rejects(known, valid_rows(tables.rejects, 3, detail="now"))
    assert found["detail"].to_list() == ["then", "then", "now"]
