"""That entries of feeds become records, whole ones and summaries told apart, and that broken feeds are read as far as they go."""

import json
import time

import pytest

from flows.sources import feeds
from flows.sources.records import RawRecord, Reject, Unusable
from tests.flows.reading import read

ITEM = """<item><title>Dam &amp;amp; river</title><link>http://example.org/dam?a=1&amp;b=2</link><guid isPermaLink="false">dam-1</guid>
<pubDate>Mon, 06 May 2024 09:00:00 +0200</pubDate><dc:creator>a staff reporter</dc:creator><category>Water</category><category>Energy</category>
<description>The dam was&lt;br/&gt;opened.</description>
<content:encoded><![CDATA[<p>The <b>dam</b> was
opened.</p><p>Water flows &amp; flows.</p><script>count()</script>]]></content:encoded><enclosure url="http://example.org/a.jpg" type="image/jpeg" length="9"/></item>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Example &lt;b&gt;News&lt;/b&gt;</title><link>http://example.org/</link><language>en</language>{ITEM}</channel></rss>"""
RECORD = {
    "source_ref": "dam-1",
    "title": "Dam & river",
    "text_raw": "The dam was opened.\nWater flows & flows.",
    "source_name": "Example News",
    "published_at_raw": "Mon, 06 May 2024 09:00:00 +0200",
    "byline": "a staff reporter",
    "section": "Water; Energy",
    "language_raw": "en",
    "url": "http://example.org/dam?a=1&b=2",
    "extractor": "feed",
    "encoding": "utf-8",
}


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (RSS, "utf-8"),
        (RSS.replace("content:", "c:").replace("xmlns:content", "xmlns:c").replace("dc:", "d:").replace(":dc=", ":d="), "utf-8"),
        (RSS.partition("?>")[2], "utf-8"),
        (RSS.replace("<rss", "<!-- made by a machine --><?style?>\n<rss", 1), "utf-8"),
        (RSS.replace("<rss", '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://example.org/rss.dtd"><rss', 1), "utf-8"),
        (RSS.encode("utf-16"), "utf-16"),
    ],
)
def test_an_rss_item_is_one_record(tmp_path, content, encoding):
    assert read(tmp_path, content) == ([RECORD | {"encoding": encoding}], [])


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://example.org/"><title>Example News</title><link>http://example.org/</link></channel>
<item rdf:about="http://example.org/dam"><title>Dam opens</title><link>http://example.org/dam</link><description>It is open.</description><dc:date>2024-05-06T09:00:00Z</dc:date></item></rdf:RDF>"""
OLD = "<rss version='0.91'><channel><title>Example News</title><item><title>Dam opens</title><link>http://example.org/dam</link><description>It is open.</description></item></channel></rss>"
ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Example News</title><entry><title>Dam opens</title>
<link rel="alternate" href="http://example.org/dam"/><id>http://example.org/dam</id><issued>2024-05-06T09:00:00Z</issued><summary>It is open.</summary></entry></feed>"""


@pytest.mark.parametrize("content", [RDF, OLD, ATOM_03])
def test_a_summary_is_the_text_and_said_to_be_one_in_every_version(tmp_path, content):
    (record,), rejects = read(tmp_path, content)
    shown = {key: record[key] for key in ("source_ref", "title", "text_raw", "source_name", "url", "extractor")}
    assert shown == {
        "source_ref": "document.dat#entry-1",
        "title": "Dam opens",
        "text_raw": "It is open.",
        "source_name": "Example News",
        "url": "http://example.org/dam",
        "extractor": "feed-summary",
    }
    assert rejects == []


ATOM = """<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="http://example.org/news/" xml:lang="de"><a:title>Beispiel</a:title><a:link href="http://example.org/"/>
<a:entry><a:id>tag:example.org,2024:1</a:id><a:title type="html">Damm &amp;lt;3 &lt;i&gt;Fluss&lt;/i&gt;</a:title><a:link rel="self" href="1.atom"/><a:link href="1.html"/>
<a:published>2024-05-06T09:00:00Z</a:published><a:updated>2024-05-08T09:00:00Z</a:updated><a:author><a:name>die Redaktion</a:name><a:email>x@example.org</a:email></a:author>
<a:source><a:title>Anderes Blatt</a:title></a:source><a:summary>Kurz.</a:summary>
<a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Der Damm ist offen.</p><p>Das Wasser fließt.</p></div></a:content></a:entry></a:feed>"""


def test_an_atom_entry_has_the_date_it_was_published_and_the_source_it_names(tmp_path):
    assert read(tmp_path, ATOM) == (
        [
            {
                "source_ref": "tag:example.org,2024:1",
                "title": "Damm <3 Fluss",
                "text_raw": "Der Damm ist offen.\nDas Wasser fließt.",
                "source_name": "Anderes Blatt",
                "published_at_raw": "2024-05-06T09:00:00Z",
                "byline": "die Redaktion",
                "language_raw": "de",
                "url": "http://example.org/news/1.html",
                "extractor": "feed",
                "encoding": "utf-8",
            }
        ],
        [],
    )


def rss(*items: str) -> str:
    """A feed of items."""
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Example</title><link>http://example.org/</link>{inner}</channel></rss>'


@pytest.mark.parametrize(
    ("item", "id", "url"),
    [
        ("<guid>http://example.org/dam</guid>", "f#entry-1", "http://example.org/dam"),
        ("<guid>dam-1</guid><link>http://example.org/dam</link>", "dam-1", "http://example.org/dam"),
        ('<guid isPermaLink="false">https://example.org/?p=1</guid><link>/dam</link>', "f#entry-1", "http://example.org/dam"),
        ("<link>dam.html</link>", "f#entry-1", "http://example.org/dam.html"),
        ("", "f#entry-1", None),
    ],
)
def test_an_id_that_is_an_address_is_no_id(tmp_path, item, id, url):
    (record,), _ = read(tmp_path, rss(f"<title>T</title><description>Open.</description>{item}"), name="f")
    assert (record["source_ref"] if id == "f#entry-1" or "dam-1" in record["source_ref"] else None, record.get("url")) == (id, url)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("One.\n\nTwo.", "One.\nTwo."),
        ("One &lt;b&gt;big&lt;/b&gt; dam.\nTwo.", "One big dam.\nTwo."),
        ("&lt;p&gt;One\ndam.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One dam.\nTwo."),
        ("<![CDATA[One.<br><br>Two.]]>", "One.\nTwo."),
        ("<![CDATA[<ul><li>One<li>Two</ul>]]>", "One\nTwo"),
        ("<![CDATA[<table><tr><td>One</td><td>Two</td></tr></table>]]>", "One Two"),
        (
            "<![CDATA[<p>A report <unconfirmed> of Example Corp <EXA.S>, <x>marked</x>.</p>]]>",
            "A report <unconfirmed> of Example Corp <EXA.S>, marked.",
        ),
        ("<![CDATA[Profit < loss & so on]]>", "Profit < loss & so on"),
        ("Caf&eacute; &amp;mdash; open&#8230;", "Café — open…"),
        ("T\nThe title is not said twice.", "The title is not said twice."),
    ],
)
def test_embedded_mark_up_becomes_paragraphs_one_a_line(tmp_path, text, made):
    (record,), rejects = read(tmp_path, rss(f"<title>T</title><content:encoded>{text}</content:encoded>"))
    assert (record["text_raw"], rejects) == (made, [])


def test_the_text_that_a_feed_gives_to_a_search_engine_is_the_text(tmp_path):
    text = '<y:full-text xmlns:y="http://news.yandex.ru">The dam is open. Water flows.</y:full-text>'
    (record,), _ = read(tmp_path, rss(f"<title>T</title><description>Short.</description>{text}").replace("y:", "yandex:").replace(":y=", ":yandex="))
    assert (record["text_raw"], record["extractor"]) == ("The dam is open. Water flows.", "feed")


def test_entries_of_media_and_of_nothing_are_rejects_and_a_title_alone_is_a_record(tmp_path):
    sound = '<title>Podcast</title><enclosure url="http://example.org/a.mp3" type="audio/mpeg" length="9"/>'
    alone = "<title>Dam opens</title><link>http://example.org/dam</link>"
    picture = alone + '<enclosure url="http://example.org/a.jpg" type="image/jpeg" length="9"/>'
    records, rejects = read(tmp_path, rss(sound, "<link>http://example.org/x</link>", alone, picture))
    assert [(record["title"], record.get("text_raw"), record["extractor"]) for record in records] == [("Dam opens", None, "feed-summary")] * 2
    assert rejects == [("entry-1", "empty", "an entry of audio/mpeg only"), ("entry-2", "empty", "neither text nor title")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (rss(), "empty"),
        ("<rss/>", "empty"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "empty"),
        ("<rss><channel><title>Cut", "malformed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "empty"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": [{"title"', "malformed"),
    ],
)
def test_a_feed_without_entries_is_one_reject(tmp_path, content, reason):
    records, rejects = read(tmp_path, content)
    assert (records, [found for _, found, _ in rejects]) == ([], [reason])


@pytest.mark.parametrize(
    "broken",
    [
        rss("<title>One</title><description>First.</description>", "<title>Two</title><description>Se<b>cond.</description>"),
        rss("<title>One</title><description>First.</description>", "<title>A & B</title><description>Second.</description>"),
        rss("<title>One</title><description>First.</description>", "<title>Two</title><description>Second.")[:-40],
    ],
)
def test_a_broken_feed_gives_its_entries_and_the_fault(tmp_path, broken):
    records, rejects = read(tmp_path, broken)
    assert (len(records), records[0]["text_raw"]) == (2, "First.")
    assert [(locator, reason) for locator, reason, _ in rejects] == [("recovered", "malformed")]


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Example News",
    "home_page_url": "http://example.org/",
    "language": "en",
    "items": [
        {
            "id": "dam-1",
            "url": "/dam",
            "title": "Dam opens",
            "content_html": "<p>The dam was opened.</p><p>Water flows.</p>",
            "summary": "Open.",
            "date_published": "2024-05-06T09:00:00Z",
            "date_modified": "2024-05-08T09:00:00Z",
            "authors": [{"name": "a staff reporter"}],
            "tags": ["Water"],
        },
        {"id": "http://example.org/2", "content_text": "Plain.\n\nText."},
        {"id": 3, "summary": "Short."},
        {"id": "4", "title": "Podcast", "attachments": [{"url": "http://example.org/a.mp3", "mime_type": "audio/mpeg"}]},
        "no object",
    ],
}


def test_a_json_feed_is_read_like_the_others(tmp_path):
    records, rejects = read(tmp_path, json.dumps(JSON_FEED, indent=1), name="feed.json")
    assert records[0] == {
        "source_ref": "dam-1",
        "title": "Dam opens",
        "text_raw": "The dam was opened.\nWater flows.",
        "source_name": "Example News",
        "published_at_raw": "2024-05-06T09:00:00Z",
        "byline": "a staff reporter",
        "section": "Water",
        "language_raw": "en",
        "url": "http://example.org/dam",
        "extractor": "json-feed",
        "encoding": "utf-8",
    }
    assert [(record["source_ref"], record["text_raw"], record.get("url"), record["extractor"]) for record in records[1:]] == [
        ("feed.json#entry-2", "Plain.\nText.", "http://example.org/2", "json-feed"),
        ("3", "Short.", None, "feed-summary"),
    ]
    assert [(locator, reason) for locator, reason, _ in rejects] == [("entry-4", "empty"), ("entry-5", "wrong_type")]


def test_entries_are_read_from_bytes_with_what_the_server_said():
    content = rss("<title>Überfall</title><link>dam</link><description>Offen.</description>").replace("<link>http://example.org/</link>", "")
    (entry,) = feeds.entries(content.encode("latin-1"), label="http://example.org/feed", url="http://example.org/news/feed", encoding="iso-8859-1")
    assert isinstance(entry, RawRecord)
    assert (entry.fields["title"], entry.fields["url"], entry.reader) == ("Überfall", "http://example.org/news/dam", feeds.SUMMARY)
    first, *_ = feeds.entries(json.dumps(JSON_FEED).encode())
    assert not isinstance(first, Reject) and first.reader == "json-feed"
    with pytest.raises(Unusable):
        list(feeds.entries(b"<html><body>Not found</body></html>"))


@pytest.mark.parametrize("link", ["http://[", "http://[::1", "//[x", "javascript:alert(1)", " http://example.org/a b "])
def test_an_address_that_is_none_does_not_cost_the_entry(tmp_path, link):
    records, rejects = read(
        tmp_path, rss(f"<title>T</title><description>Open.</description><link>{link}</link><guid>{link}</guid>", "<title>Two</title>")
    )
    assert ([record["title"] for record in records], rejects) == (["T", "Two"], [])


def test_a_long_word_in_an_author_does_not_hold_up_the_run(tmp_path):
    started = time.monotonic()
    records, _ = read(tmp_path, rss(f"<title>T</title><author>{'a' * 100_000}</author>"))
    assert len(records) == 1
    assert time.monotonic() - started < 30  # 1 s; 108 s without the limit


def test_a_name_of_an_address_or_file_in_a_feed_is_not_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    with pytest.raises(Unusable):
        list(feeds.entries(str(secret).encode()))
