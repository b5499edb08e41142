"""That what agencies send becomes records that read as print does, or a reject that says what it is."""

import json
from datetime import UTC, date, datetime

import pytest

from flows.sources.wire import charsets, iptc7901
from seeds import reader
from tests.flows.reading import read
from transforms.publication_dates import published

G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:example.org:dam" version="3" xml:lang="en">
  <itemMeta>
    <itemClass qcode="ninat:text"/><provider qcode="p:EXA"><name>Example Agency</name></provider>
    <versionCreated>2024-05-08T10:00:00Z</versionCreated><firstCreated>2024-05-06T09:00:00Z</firstCreated>
    <pubStatus qcode="stat:usable"/><signal qcode="sig:correction"/>
  </itemMeta>
  <contentMeta>
    <contentCreated>2024-05-06T08:30:00Z</contentCreated><by>By a staff reporter</by><dateline>GENEVA (EXA)</dateline>
    <language tag="en-GB"/><slugline>Dam-opening</slugline><headline>Dam opens</headline>
    <subject type="cpnat:abstract" qcode="medtop:20000424"><name xml:lang="de">Wasser</name><name xml:lang="en">water supply</name></subject>
    <subject type="cpnat:person" qcode="p:1"><name>the minister</name></subject>
  </contentMeta>
  <contentSet>
    <inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Dam opens</title></head>
      <body><h1>Dam opens</h1><p>The <b>dam</b> was
      opened on Monday.</p><figure><figcaption>The dam</figcaption></figure><p>Water&nbsp;flows &amp; turns turbines.</p></body></html></inlineXML>
  </contentSet>
</newsItem>"""
G2_RECORD = {
    "source_ref": "urn:newsml:example.org:dam:3",
    "title": "Dam opens",
    "text_raw": "GENEVA (EXA) – The dam was opened on Monday.\nWater flows & turns turbines.",
    "source_name": "Example Agency",
    "published_at_raw": "2024-05-06T09:00:00Z",
    "byline": "a staff reporter",
    "section": "water supply",
    "language_raw": "en-GB",
    "extractor": "newsml-g2",
    "encoding": "utf-8",
}
NO_DECLARATION = G2.partition("?>")[2].lstrip()
PREFIXED = NO_DECLARATION.replace("</", "</n:").replace("<", "<n:").replace("<n:/n:", "</n:").replace("xmlns=", "xmlns:n=", 1).replace("&nbsp;", " ")


INNER = G2[G2.index("<html") : G2.index("</inlineXML>")]
ESCAPED = G2.replace(INNER, f"<![CDATA[{INNER}]]>")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (G2, "utf-8"),
        (ESCAPED, "utf-8"),
        ("\ufeff" + G2, "utf-8-sig"),
        (NO_DECLARATION, "utf-8"),
        (PREFIXED, "utf-8"),
        (G2.replace("UTF-8", "UTF-16").encode("utf-16"), "utf-16"),
        (G2.replace("UTF-8", "UTF-16LE").encode("utf-16-le"), "utf-16-le"),
        (G2.replace("UTF-8", "windows-1252").encode("cp1252"), "utf-8"),  # nothing above ASCII in it
        (G2.replace("<itemMeta>", "<!-- a comment -->\n<itemMeta>"), "utf-8"),
    ],
)
def test_a_g2_item_is_one_record_in_any_encoding_and_under_any_prefix(tmp_path, content, encoding):
    assert read(tmp_path, content) == ([G2_RECORD | {"encoding": encoding}], [])


def message(*items: str) -> str:
    """A news message around items."""
    inner = "".join(item.partition("?>")[2] if item.startswith("<?xml") else item for item in items)
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-05-09T00:00:00Z</sent></header><itemSet>{inner}</itemSet></newsMessage>'


PACKAGE = '<packageItem guid="urn:p"><groupSet><group><itemRef residref="urn:newsml:example.org:dam"/><itemRef residref="urn:far"/></group></groupSet></packageItem>'
PICTURE = '<newsItem guid="urn:pic"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentSet><remoteContent href="http://example.org/a.jpg"/></contentSet></newsItem>'
PLAIN = '<newsItem guid="urn:plain"><contentMeta><headline>Le barrage ouvre</headline><language tag="fr"/></contentMeta><contentSet><inlineData contenttype="text/plain"><![CDATA[Le barrage a ouvert lundi.\n\nL’eau coule.]]></inlineData></contentSet></newsItem>'


def test_every_item_of_a_message_is_a_record_or_a_reject_that_says_what_it_is(tmp_path):
    records, rejects = read(tmp_path, message(PACKAGE, G2, PICTURE, PLAIN, "<knowledgeItem guid='k'/>", "<newsItem guid='none'/>"))
    assert [record["source_ref"] for record in records] == ["urn:newsml:example.org:dam:3", "urn:plain"]
    assert records[1]["text_raw"] == "Le barrage a ouvert lundi.\nL’eau coule."
    assert (records[1]["published_at_raw"], records[1]["language_raw"]) == ("2024-05-09T00:00:00Z", "fr")
    assert rejects == [
        ("item-1", "unsupported", "a package of 2 references; 1 of them are items of this file, 1 lie elsewhere and are not read"),
        ("item-3", "unsupported", "1 renditions elsewhere, not read, picture without a text of its own"),
        ("item-5", "unsupported", "a NewsML-G2 knowledgeItem, which holds no news text"),
        ("item-6", "empty", "an item without a body"),
    ]


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_a_withdrawn_item_is_refused_in_every_format(tmp_path, status):
    for content in (
        G2.replace("stat:usable", f"stat:{status}"),
        NEWSML_1.replace('FormalName="Usable"', f'FormalName="{status.title()}"'),
        NITF.replace('management-status="usable"', f'management-status="{status}"'),
        json.dumps(NINJS | {"pubstatus": status}),
    ):
        records, rejects = read(tmp_path, content)
        assert (records, [reason for _, reason, _ in rejects]) == ([], ["withdrawn"])
        assert f"{status} by its publisher" in rejects[0][2]
    assert "withdrawn" in reader.code_list("reject_reasons")


def test_an_embargoed_item_is_kept(tmp_path):
    records, rejects = read(tmp_path, G2.replace("<pubStatus", "<embargoed>2024-06-01T00:00:00Z</embargoed><pubStatus"))
    assert (records, rejects) == ([G2_RECORD], [])


def test_a_correction_is_another_record_than_what_it_corrects(tmp_path):
    records, _ = read(tmp_path, message(G2, G2.replace('version="3"', 'version="4"').replace("Monday", "Tuesday")))
    assert [record["source_ref"] for record in records] == ["urn:newsml:example.org:dam:3", "urn:newsml:example.org:dam:4"]


NITF = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf baselang="nb-NO"><head><title>Bro åpnet</title>
  <tobject><tobject.subject tobject.subject.refnum="04000000" tobject.subject.type="Transport"/></tobject>
  <docdata management-status="usable"><doc-id id-string="bro-1" regsrc="NTB"/><date.issue norm="20240506T090000Z"/><date.release norm="20240507T090000Z"/></docdata>
  <pubdata date.publication="20240508" ex-ref="http://example.org/bro"/></head>
 <body><body.head><hedline><hl1>Bro åpnet</hl1><hl2>Trafikken går</hl2></hedline>
  <byline>Av redaksjonen <byttl>Transport</byttl></byline><distributor>Byrået</distributor>
  <dateline><location>OSLO</location><story.date norm="20240506">20240506T090000</story.date></dateline></body.head>
 <body.content><media media-type="image"><media-caption>Broen</media-caption></media><p lede="true">Broen ble åpnet <em>mandag</em>.</p>
  <hl2>Køer</hl2><ul><li>Lange køer</li><li>Ingen skader</li></ul><p></p><p>Første linje<br/>andre linje.</p></body.content></body></nitf>"""
NITF_RECORD = {
    "source_ref": "bro-1",
    "title": "Bro åpnet",
    "text_raw": "OSLO (NTB) – Broen ble åpnet mandag.\nKøer\nLange køer\nIngen skader\nFørste linje\nandre linje.",
    "source_name": "Byrået",
    "published_at_raw": "20240506T090000Z",
    "byline": "redaksjonen, Transport",
    "section": "Transport",
    "language_raw": "nb-NO",
    "url": "http://example.org/bro",
    "extractor": "nitf",
}


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (NITF.encode("latin-1"), "cp1252"),
        (NITF.encode(), "utf-8"),  # the declaration is wrong
        (NITF.replace("ISO-8859-1", "utf-8").encode("latin-1"), "cp1252"),  # likewise
        (NITF.partition("?>")[2].encode("cp1252"), "cp1252"),
        (NITF.replace("ISO-8859-1", "cp850").encode("cp850"), "cp850"),
    ],
)
def test_nitf_is_one_record_even_if_its_encoding_is_not_what_it_declares(tmp_path, content, encoding):
    assert read(tmp_path, content) == ([NITF_RECORD | {"encoding": encoding}], [])


def nitf(body: str, *, head: str = "", dateline: str = "<dateline><location>PARIS</location></dateline>") -> str:
    """A document with this body and dateline."""
    return f"<nitf><head>{head}</head><body><body.head><hedline><hl1>Talks begin</hl1></hedline>{dateline}</body.head><body.content>{body}</body.content></body></nitf>"


@pytest.mark.parametrize(
    ("dateline", "body", "text"),
    [
        ("<location>PARIS</location>", "<p>Talks began.</p>", "PARIS – Talks began."),
        ("PARIS, May 6 (EXA) -", "<p>Talks began.</p>", "PARIS, May 6 (EXA) – Talks began."),
        ("<location>PARIS</location>", "<p>PARIS (EXA) — Talks began.</p>", "PARIS (EXA) — Talks began."),
        ("<location>PARIS</location>", "<p>Paris, May 6 (EXA) – Talks began.</p>", "Paris, May 6 (EXA) – Talks began."),
        ("<story.date>20240506T101500+0000</story.date>", "<p>Talks began.</p>", "Talks began."),
        ("20240506T101500", "<p>Talks began.</p>", "Talks began."),
        ("", "<p>TALKS BEGIN</p><p>Talks began.</p>", "Talks began."),
        ("<location>PARIS</location>", "<p>(Paris, May 6) Talks began.</p>", "(Paris, May 6) Talks began."),
        ("PARIS, May 6 (EXA)", "<p>Paris (EXA) _ Talks began.</p>", "Paris (EXA) _ Talks began."),
        ("<location>PARIS</location>", "<p>Paris police went to the talks.</p>", "PARIS – Paris police went to the talks."),
        ("<location>PARIS</location>", "<p>Talks began in Paris.</p>", "PARIS – Talks began in Paris."),
        ("<location>PARIS</location>", "<p>Talks begin.</p><p>Talks began in the evening.</p>", "PARIS – Talks began in the evening."),
    ],
)
def test_the_dateline_stands_before_the_text_once(tmp_path, dateline, body, text):
    (record,), rejects = read(tmp_path, nitf(body, dateline=f"<dateline>{dateline}</dateline>"))
    assert (record["text_raw"], rejects) == (text, [])


def test_the_lead_that_an_archive_repeats_is_not_read_twice(tmp_path):
    body = '<block class="lead_paragraph"><p>Talks began.</p></block><block class="full_text"><p>Talks began.</p><p>They go on.</p></block>'
    head = '<meta name="dsk" content="Foreign Desk"/><pubdata date.publication="19990506T000000" name="The Example Times"/>'
    (record,), _ = read(tmp_path, nitf(body, head=head, dateline=""))
    assert (record["text_raw"], record["section"], record["source_name"]) == ("Talks began.\nThey go on.", "Foreign Desk", "The Example Times")


@pytest.mark.parametrize(
    ("body", "reason"),
    [("", "empty"), ("<p> </p>", "empty"), ('<media media-type="image"><media-caption>A room</media-caption></media>', "unsupported")],
)
def test_nitf_without_a_text_is_a_reject(tmp_path, body, reason):
    records, rejects = read(tmp_path, nitf(body))
    assert (records, [found for _, found, _ in rejects]) == ([], [reason])


NEWSML_1 = """<?xml version="1.0" encoding="iso-8859-1"?>
<NewsML><NewsEnvelope><DateAndTime>20240506T120000Z</DateAndTime></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>example.org</ProviderId><DateId>20240506</DateId><NewsItemId>dam</NewsItemId>
  <RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:example.org:20240506:dam:2</PublicIdentifier></NewsIdentifier></Identification>
 <NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20240506T090000Z</FirstCreated><ThisRevisionCreated>20240506T110000Z</ThisRevisionCreated>
  <Status FormalName="Usable"/></NewsManagement>
 <NewsComponent><NewsLines><HeadLine>Barrage ouvert</HeadLine><ByLine>Par la rédaction</ByLine><DateLine>Genève, 6 mai 2024 (EXA)</DateLine><SlugLine>barrage-eau</SlugLine></NewsLines>
  <AdministrativeMetadata><Provider><Party FormalName="EXA"/></Provider></AdministrativeMetadata>
  <DescriptiveMetadata><Language FormalName="fr"/></DescriptiveMetadata>
  <NewsComponent><ContentItem><MediaType FormalName="Text"/><DataContent>BODY</DataContent></ContentItem></NewsComponent>
  <NewsComponent><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>
 </NewsComponent></NewsItem></NewsML>"""
PARAGRAPHS = "<p>Le barrage a été ouvert.</p><p>L'eau coule.</p>"


@pytest.mark.parametrize(
    "body",
    [
        PARAGRAPHS,
        f"<body>{PARAGRAPHS}</body>",
        f"<nitf><body><body.content>{PARAGRAPHS}</body.content></body></nitf>",
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Barrage ouvert</h1>{PARAGRAPHS}</body></html>',
        f"<![CDATA[{PARAGRAPHS}]]>",
        PARAGRAPHS.replace("<", "&lt;"),
        "Le barrage a été ouvert.\n\nL'eau coule.",
    ],
)
def test_newsml_1_reads_the_text_in_any_of_its_forms(tmp_path, body):
    records, rejects = read(tmp_path, NEWSML_1.replace("BODY", body).encode("latin-1"))
    assert records == [
        {
            "source_ref": "urn:newsml:example.org:20240506:dam:2",
            "title": "Barrage ouvert",
            "text_raw": "Genève, 6 mai 2024 (EXA) – Le barrage a été ouvert.\nL'eau coule.",
            "source_name": "EXA",
            "published_at_raw": "20240506T090000Z",
            "byline": "la rédaction",
            "section": "barrage-eau",
            "language_raw": "fr",
            "extractor": "newsml-1",
            "encoding": "cp1252",
        }
    ]
    assert rejects == []


def component(headline: str, body: str) -> str:
    """A component of NewsML 1 with a headline and a text."""
    return f"<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine></NewsLines><ContentItem><DataContent>{body}</DataContent></ContentItem></NewsComponent>"


def test_components_with_headlines_and_texts_of_their_own_are_records_of_their_own(tmp_path):
    items = f"<NewsItem><NewsComponent>{component('One', '<p>First.</p>')}{component('Two', '<p>Second.</p>')}</NewsComponent></NewsItem><NewsItem/>"
    records, rejects = read(tmp_path, f"<NewsML>{items}</NewsML>")
    assert [(record["source_ref"], record["text_raw"]) for record in records] == [
        ("document.dat#item-1.1", "First."),
        ("document.dat#item-1.2", "Second."),
    ]
    assert [(locator, reason) for locator, reason, _ in rejects] == [("item-2", "empty")]


def test_items_inside_an_item_are_read_by_themselves(tmp_path):
    inner = f"<NewsItem><NewsComponent>{component('One', '<p>First.</p>')}</NewsComponent></NewsItem>"
    outer = (
        f"<NewsItem><NewsComponent><NewsLines><HeadLine>All</HeadLine></NewsLines><NewsComponent>{inner}</NewsComponent></NewsComponent></NewsItem>"
    )
    records, rejects = read(tmp_path, f"<NewsML>{outer}</NewsML>")
    assert [(record["source_ref"], record["title"], record["text_raw"]) for record in records] == [("document.dat#item-2", "One", "First.")]
    assert rejects == [("item-1", "unsupported", "a package of 1 items, read by themselves, without a text of its own")]


def test_newsml_1_with_pictures_only_says_so(tmp_path):
    photo = '<NewsItem><NewsComponent><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent></NewsItem>'
    assert read(tmp_path, f"<NewsML>{photo}</NewsML>") == ([], [("item-1", "unsupported", "photo without a text of its own")])


NINJS = {
    "uri": "urn:dam",
    "version": "2",
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2024-05-07T09:00:00Z",
    "firstcreated": "2024-05-06T09:00:00Z",
    "language": "en",
    "headline": "Dam opens",
    "byline": "By a staff reporter",
    "slugline": "dam",
    "source": "EXA",
    "subject": [{"code": "20000424", "name": "water supply"}],
    "body_xhtml": "<h1>Dam opens</h1><p>The dam was opened.</p><p>Water flows.</p>",
    "body_text": "The dam was",
}
NINJS_2 = {
    "uri": "urn:dam:2",
    "type": "text",
    "versionCreated": "2024-05-07T09:00:00Z",
    "firstCreated": "2024-05-06T09:00:00Z",
    "language": "en",
    "pubStatus": "usable",
    "headlines": [{"role": "main", "value": "Dam opens"}],
    "bodies": [{"contentType": "text/html", "value": "<p>The dam was opened.</p><p>Water flows.</p>"}],
    "people": [{"rel": "author", "name": "a staff reporter"}],
    "infosources": [{"role": "provider", "name": "EXA"}],
    "subjects": [{"name": "water supply"}],
}
NINJS_RECORD = {
    "source_ref": "urn:dam:2",
    "title": "Dam opens",
    "text_raw": "The dam was opened.\nWater flows.",
    "source_name": "EXA",
    "published_at_raw": "2024-05-06T09:00:00Z",
    "byline": "a staff reporter",
    "section": "water supply",
    "language_raw": "en",
    "extractor": "ninjs",
}


@pytest.mark.parametrize("item", [NINJS, NINJS_2])
@pytest.mark.parametrize("form", ["{}", "[{}]", "{}\n"])
def test_ninjs_of_every_version_is_the_same_record_alone_and_in_a_list(tmp_path, item, form):
    assert read(tmp_path, form.replace("{}", json.dumps(item))) == ([NINJS_RECORD], [])


def test_ninjs_lists_hold_pictures_summaries_and_other_objects_too(tmp_path):
    picture = {"uri": "urn:pic", "type": "picture", "versioncreated": "2024-05-06", "description_text": "The dam", "headline": "Dam"}
    brief = {"uri": "urn:brief", "type": "text", "headline": "Brief", "description_text": "The dam is open."}
    records, rejects = read(tmp_path, "\n".join(map(json.dumps, [NINJS, picture, brief, {"text": "Other."}, 7])))
    assert [(record["text_raw"], record["extractor"]) for record in records[1:]] == [("The dam is open.", "ninjs-summary"), ("Other.", "json")]
    assert [(locator, reason) for locator, reason, _ in rejects] == [("line-2", "unsupported"), ("line-5", "wrong_type")]


@pytest.mark.parametrize("item", [{"uri": "a", "text": "Hello."}, {"versioncreated": "2024", "text": "Hello."}])
def test_json_with_one_key_like_ninjs_is_plain_json(tmp_path, item):
    (record,), _ = read(tmp_path, json.dumps(item))
    assert (record["text_raw"], record["extractor"]) == ("Hello.", "json")


BODY = "Geneva (exa) - The dam was opened on Monday after years of\r\nwork on both banks of the river.\r\n\r\nWater flows, an engineer said.\r\n"
IPTC = f"\x01exa012 4 pol 23 abc   exa 045\r\n\nDam/Switzerland/\r\n\x021ST LEAD\r\nDam opens in\r\nthe mountains\r\nBy a staff reporter, exa =\r\n\r\n{BODY}\x03061530 GMT May 24\r\n\x04"


def test_a_message_of_iptc_7901_is_read_with_its_header_heading_and_time(tmp_path):
    records, rejects = read(tmp_path, IPTC)
    assert records == [
        {
            "source_ref": "exa012/2024-05-06",
            "title": "Dam opens in the mountains",
            "text_raw": "Geneva (exa) - The dam was opened on Monday after years of work on both banks of the river.\nWater flows, an engineer said.",
            "source_name": "exa",
            "published_at_raw": "2024-05-06T15:30Z",
            "byline": "a staff reporter, exa",
            "section": "pol",
            "extractor": "iptc7901",
            "encoding": "ascii",
        }
    ]
    assert rejects == []


@pytest.mark.parametrize(
    ("tail", "published"),
    [
        ("061530 GMT May 24", "2024-05-06T15:30Z"),
        ("061530 May 24", "2024-05-06T15:30"),
        ("061530 CET May 2024", "2024-05-06T15:30"),
        ("071341 GMT Okt 87", "1987-10-07T13:41Z"),
        ("311530 GMT Feb 24", None),
        ("069930 GMT May 24", None),
        ("061530 GMT May", None),
        ("061530", None),
        ("", None),
    ],
)
def test_the_time_after_the_text_is_known_only_with_its_year(tail, published):
    assert iptc7901.published_at(tail) == published


def test_a_file_of_several_messages_gives_each_and_says_what_is_cut_off(tmp_path):
    anpa = "\x16\x16\x01a0123\x1f r w Dam-Opens 05-06 0042\r\n\x02    The dam is open.\r\n    Water flows.\r\n\x03"
    records, rejects = read(tmp_path, f"{IPTC}{anpa}\x01exa013 4 pol 3\r\n\x02 \x03\x01exa014 4 pol 9\r\n\x02It is open\r\nnow.\x01exa015 4 pol")
    assert [record["source_ref"] for record in records] == ["exa012/2024-05-06", "a0123", "exa014"]
    assert records[1]["text_raw"] == "The dam is open.\nWater flows."
    assert [(locator, reason) for locator, reason, _ in rejects] == [("message-3", "empty"), ("message-4-end", "malformed"), ("end", "malformed")]


def test_signs_for_typesetters_are_what_they_stand_for(tmp_path):
    text = "^Dam opens<\r\n^By a staff reporter=\r\n^Example Agency Writer=\r\n   GENEVA (EXA) _ ``It is open,'' an engineer said.\r\n   Water flows.\r\n"
    (record,), _ = read(tmp_path, f"\x16\x16\x01a0123\x1f r w Dam-Opens 05-06 0042\r\n\x02{text}\x03")
    assert {key: record[key] for key in ("title", "byline", "text_raw", "section")} == {
        "title": "Dam opens",
        "byline": "a staff reporter, Example Agency Writer",
        "text_raw": "GENEVA (EXA) – “It is open,” an engineer said.\nWater flows.",
        "section": "w",
    }


@pytest.mark.parametrize("content", [G2, NITF, NEWSML_1.replace("BODY", "<p>Ouvert.</p>"), json.dumps(NINJS), IPTC])
def test_the_date_of_every_format_is_an_instant(tmp_path, content):
    (record,), _ = read(tmp_path, content)
    found = published(record["published_at_raw"], now=datetime(2026, 1, 1, tzinfo=UTC))
    assert found.at is not None and (found.at.date(), found.granularity[:2]) in [(date(2024, 5, 6), "in"), (date(2024, 5, 6), "mi")]


def test_notes_to_editors_are_not_text(tmp_path):
    (record,), _ = read(tmp_path, IPTC.replace("\x03", "\r\n# Notebook\r\n\r\n## Note to editors\r\n- adds quotes\r\n\x03"))
    assert record["text_raw"].endswith("an engineer said.")


GERMAN = "Der Präsident kündigte am Montag in Köln größere Änderungen an, wie die Behörden für Straßen und Brücken später bestätigten."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (GERMAN.encode(), "utf-8"),
        (GERMAN.encode("cp1252"), "cp1252"),
        (GERMAN.encode("cp850"), "cp850"),
        (GERMAN.translate(str.maketrans("ÄÖÜäöüß", "[\\]{|}~")).encode("ascii"), "iso646-de"),
        (b"".join(b"\xc8" + base.encode() if (base := {"ä": "a", "ö": "o", "ü": "u", "Ä": "A"}.get(char)) else b"\xfb" if char == "ß" else char.encode() for char in GERMAN), "iso6937"),
    ],
)  # fmt: skip
def test_wires_are_decoded_in_the_encodings_of_their_time(data, encoding):
    assert charsets.decoded(data) == (GERMAN, encoding)


@pytest.mark.parametrize("text", ["The array a[i] and {b|c} are code.", "if (x||y) {return a|b|c}", "He wrote to desk~at~example."])
def test_brackets_of_english_stay_brackets(text):
    assert charsets.decoded(text.encode()) == (text, "ascii")
