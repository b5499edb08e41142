"""That the article comes out of a page, with what the page says of itself, and that no page holds up a run."""

import json
from pathlib import Path
from time import process_time

import pytest

from flows.sources import html
from flows.sources.collect import collect
from flows.sources.html_encoding import decoded
from flows.sources.html_metadata import Page
from flows.sources.html_tree import tree_of
from flows.sources.records import Found, Origin, Peek, RawRecord

PARAGRAPHS = [
    "The harbour council voted on Monday to close the old swing bridge for two years, a decision that traders had fought since spring.",
    "Engineers told the meeting that three of the four bearings were worn out and that the deck could no longer carry lorries.",
    "“We cannot wait for another winter,” the chairwoman said after the vote, which ended with nine members in favour and four against.",
    "A ferry is to carry passengers from May. Shopkeepers on the northern side said they feared for their trade all the same.",
]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Harbour Post"},
        {
            "@type": "NewsArticle",
            "headline": "Swing bridge to close",
            "datePublished": "2024-03-04T18:30:00+01:00",
            "dateModified": "2024-03-09T08:00:00+01:00",
            "author": [{"@type": "Person", "name": "Desk North"}],
            "publisher": {"@type": "Organization", "name": "Harbour Post"},
            "articleSection": "Local",
        },
    ],
}


def page(body: str = BODY, *, head: str = "", title: str = "Swing bridge to close") -> str:
    """A whole page."""
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{MENU}<main><article><h1>{title}</h1>{body}</article></main></body></html>"


def script(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def record(content: str | bytes, tmp_path: Path, *, origin: Origin | None = None, name: str = "page.html") -> RawRecord:
    """The one record of a page."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = html.read(Found(path, name, name, origin or Origin()))
    assert isinstance(found, RawRecord)
    return found


def lines(content: str, tmp_path: Path) -> list[str]:
    return str(record(content, tmp_path).fields["text"]).splitlines()


def parsed(content: str, url: str | None = None) -> Page:
    return Page(tree_of(content), content, url)


def test_a_page_is_an_article_with_what_the_page_says_of_it(tmp_path):
    (tmp_path / "a.html").write_text(page(head=script(LD)), encoding="utf-8")
    row = collect([tmp_path / "a.html"]).records.row(0, named=True)
    assert row["text_raw"].splitlines() == PARAGRAPHS
    shown = [row[name] for name in ("title", "source_name", "byline", "section", "language_raw", "extractor", "encoding")]
    assert shown == ["Swing bridge to close", "Harbour Post", "Desk North", "Local", "en", "html", "utf-8"]
    assert (row["published_at_raw"], row["published_at_source"]) == ("2024-03-04T18:30:00+01:00", "page")
    assert (row["source_ref"], row["has_own_id"], row["record_locator"]) == ("a.html", False, "")


@pytest.mark.parametrize(
    "furniture",
    [
        "<p>READ MORE: <a href='/x'>Ferry timetable is out</a></p>",
        "<p><a href='/x'>Five things to know about the ferry and its new captain</a></p>",
        "<ul><li><a href='/x'>Ferry timetable is out</a></li><li><a href='/y'>What traders say</a></li></ul>",
        "<figure><img src='b.jpg'><figcaption>The swing bridge in the evening sun. Picture: Desk North</figcaption></figure>",
        "<p>Photo: Harbour archive</p>",
        "<a href='/x'><h3>Ferry timetable is out</h3><p>The first boat leaves at six from the northern quay, and the last one at midnight, the port said.</p></a>",
        "<p>Share this article</p>",
        "<p>Sign up for our morning newsletter</p>",
        "<p>© 2024 Harbour Post. All rights reserved.</p>",
        "<p>Lesen Sie auch: <a href='/x'>Neue Fähre ab Mai</a></p>",
        "<p>Advertisement</p>",
        "<div style='display:none'><p>Thank you, your message has been sent to the editors of the paper and will be read soon.</p></div>",
    ],
)
def test_what_is_the_pages_and_not_the_articles_is_left_out(tmp_path, furniture):
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:2]) + furniture + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[2:])
    assert lines(page(body), tmp_path) == PARAGRAPHS


@pytest.mark.parametrize(
    "kept",
    [
        "Related deaths rose to forty, the ministry said, after two more people died in hospital overnight.",
        "Watch towers along the coast were manned again from Tuesday, the coast guard said.",
        "The photo shows the minister shaking hands with the owner of the yard, police said.",
        "Share prices of the yard fell by a tenth when the news broke on Monday.",
        "Credit: that is what traders say they need most, more than any bridge that the town could ever build for them, in good times or in bad.",
        "The council told readers to see the <a href='/x'>full list of closures on the pages of the port</a>.",
    ],
)
def test_sentences_that_only_look_like_furniture_stay(tmp_path, kept):
    text = " ".join(kept.replace("<a href='/x'>", "").replace("</a>", "").split())
    assert text in lines(page(f"{BODY}<p>{kept}</p>"), tmp_path)


def test_text_after_an_empty_anchor_stays(tmp_path):
    body = "".join(f"<p><span id='more-{number}'></span>{text}</p>" for number, text in enumerate(PARAGRAPHS))
    assert lines(page(body), tmp_path) == PARAGRAPHS


def test_what_the_text_lacks_at_its_start_comes_from_the_data(tmp_path):
    data = {**LD["@graph"][1], "articleBody": " ".join(PARAGRAPHS)}
    hidden = f"<div hidden><p>{PARAGRAPHS[0]}</p></div>"
    assert lines(page(hidden + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:]), head=script(data)), tmp_path) == PARAGRAPHS


@pytest.mark.parametrize(("language", "raw"), [("de", "4. März 2024"), ("fr", "4 mars 2024"), ("en", None)])
def test_a_date_in_words_is_read_in_the_language_of_the_page(tmp_path, language, raw):
    words = raw or "4. März 2024"
    content = page(f"<span class='stamp'>{words}</span>" + BODY).replace("lang='en'", f"lang='{language}'")
    assert record(content, tmp_path).fields["date"] == raw


def test_headline_byline_and_time_at_the_top_are_not_text(tmp_path):
    top = "<p>By Desk North</p><p>4 March 2024, 18:30</p>"
    assert lines(page(top + BODY, head=script(LD)), tmp_path) == PARAGRAPHS


def test_the_article_in_the_data_stands_in_for_a_page_without_text(tmp_path):
    data = {**LD["@graph"][1], "articleBody": "\n".join(PARAGRAPHS)}
    empty = page("<div id='app'></div>", head=script(data))
    assert lines(empty, tmp_path) == PARAGRAPHS


def test_an_article_in_the_data_that_is_cut_does_not(tmp_path):
    data = {**LD["@graph"][1], "articleBody": " ".join(PARAGRAPHS)[:200] + "…"}
    assert lines(page(head=script(data)), tmp_path) == PARAGRAPHS


def test_an_article_in_a_script_is_found_where_the_page_is_empty(tmp_path):
    state = json.dumps({"story": {"contentHtml": BODY}}).replace("</", "<\\/")
    assert lines(page(f"<div id='app'></div><script>window.__STATE__ = {state}</script>"), tmp_path) == PARAGRAPHS


CAFE = "".join(f"<p>{text} Café – ça va, “naïve” façade.</p>" for text in PARAGRAPHS)
RUSSIAN = "".join("<p>Полиция задержала двух мужчин в центре города, сообщили власти в понедельник.</p>" for _ in range(6))
JAPANESE = "".join("<p>議会は金曜日に開かれ、新しい道路の建設を賛成多数で可決したと市長が発表した。</p>" for _ in range(6))


@pytest.mark.parametrize(
    ("body", "encoding", "meta", "server", "found"),
    [
        (CAFE, "utf-8", "utf-8", None, "utf-8"),
        (CAFE, "cp1252", "utf-8", None, "cp1252"),
        (CAFE, "cp1252", "utf-8", "utf-8", "cp1252"),
        (CAFE, "utf-8", "iso-8859-1", "iso-8859-1", "utf-8"),
        (CAFE, "cp1252", "iso-8859-1", None, "cp1252"),
        (CAFE, "utf-8-sig", "iso-8859-1", None, "utf-8-sig"),
        (CAFE, "utf-16", None, None, "utf-16"),
        (CAFE, "utf-16-le", None, None, "utf-16-le"),
        (RUSSIAN, "cp1251", "windows-1251", "iso-8859-1", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r", None, "koi8-r"),
        (RUSSIAN, "cp1251", None, "windows-1251", "cp1251"),
        (RUSSIAN, "cp1251", "iso-8859-1", None, "cp1251"),
        (RUSSIAN, "cp1251", None, None, "cp1251"),
        (JAPANESE, "shift_jis", "Shift_JIS", None, "cp932"),
        (JAPANESE, "euc-jp", None, "EUC-JP", "euc_jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp", None, "iso2022_jp"),
        (JAPANESE, "gb18030", "gb2312", None, "gb18030"),
    ],
)
def test_a_page_is_decoded_by_what_its_bytes_prove(body, encoding, meta, server, found):
    head = f"<meta charset='{meta}'>" if meta else ""
    text, told = decoded(page(body, head=head, title="x").encode(encoding, "replace"), server)
    assert told == found
    assert body.encode(encoding, "replace").decode(encoding).removeprefix("\ufeff") in text


@pytest.mark.parametrize(
    ("head", "url", "raw", "source"),
    [
        (script(LD), None, "2024-03-04T18:30:00+01:00", "page"),
        ("<meta property='article:published_time' content='2024-03-04T17:30:00Z'>", None, "2024-03-04T17:30:00Z", "page"),
        ("<meta property='article:modified_time' content='2024-03-04T17:30:00Z'>", "https://p.example/a", None, "unknown"),
        ("<meta name='date' content='2024-03-04'><meta name='pubdate' content='2024-03-04T17:30:00Z'>", None, "2024-03-04T17:30:00Z", "page"),
        ("<meta name='parsely-pub-date' content='2024-03-04T17:30:00Z'>", "https://p.example/2024/03/04/a", "2024-03-04T17:30:00Z", "page"),
        ("<meta name='pubdate' content='2024-03-04T17:30:00Z'>", "https://p.example/2015/03/14/a", "2015-03-14", "url"),
        ("<meta name='pubdate' content='03/04/2024'>", "https://p.example/2024/mar/04/a", "2024-03-04", "url"),
        ("", "https://p.example/2015-03-14-bridge", "2015-03-14", "url"),
        ("", "https://p.example/story/20153", None, "unknown"),
    ],
)
def test_the_date_is_that_of_publication_by_the_best_evidence(tmp_path, head, url, raw, source):
    found = record(page(head=head), tmp_path, origin=Origin(url))
    assert (found.fields["date"], found.date_source) == (raw, source)


@pytest.mark.parametrize(
    ("extra", "raw", "source"),
    [
        ("<time datetime='2024-03-04T18:30:00+01:00'>Monday</time>", "2024-03-04T18:30:00+01:00", "page"),
        ("<time class='updated' datetime='2024-03-09T18:30:00+01:00'>Saturday</time>", None, "unknown"),
        ("<span itemprop='datePublished' content='2024-03-04'>Monday</span>", "2024-03-04", "page"),
        ("<span class='stamp'>Published on 4 March 2024</span>", "4 March 2024", "text"),
        ("<div class='stamp'>04.03.2024</div>", "04.03.2024", "text"),
        ("<p>Copyright 2019</p>", None, "unknown"),
    ],
)
def test_a_date_beside_the_headline_counts_and_a_copyright_year_does_not(tmp_path, extra, raw, source):
    found = record(page(extra + BODY), tmp_path)
    assert (found.fields["date"], found.date_source) == (raw, source)


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        (
            "<meta property='og:title' content='Swing bridge to close | Harbour Post'><meta property='og:site_name' content='Harbour Post'>",
            "x",
            "Swing bridge to close",
        ),
        ("<meta property='og:title' content='Bridge | ferry: two ways over'>", "x", "Bridge | ferry: two ways over"),
        ('<script type=\'application/ld+json\'>{"@type": "NewsArticle", "headline": "A &amp; B meet",}</script>', "x", "A & B meet"),
        ("", "Swing bridge to close", "Swing bridge to close"),
    ],
)
def test_the_title_is_without_the_name_of_the_site(head, title, expected):
    assert parsed(page(head=head, title=title)).title == expected


def test_other_articles_that_the_data_lists_are_not_the_article():
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another", "datePublished": "2020-01-01"}]}
    assert parsed(page(head=script(listed) + script(LD))).title == "Swing bridge to close"


@pytest.mark.parametrize(
    ("start", "head", "url", "expected"),
    [
        ("", "<link rel='canonical' href='https://p.example/a'>", "https://p.example/a?s=1", "https://p.example/a"),
        ("", "<link rel='canonical' href='/a'>", "https://p.example/b/c", "https://p.example/a"),
        ("", "<base href='https://p.example/b/'><link rel='canonical' href='a'>", None, "https://p.example/b/a"),
        ("", "<link rel='canonical' href='https://p.example/'>", "https://p.example/a", "https://p.example/a"),
        ("", "<link rel='canonical' href='https://agency.test/a'>", "https://harbourpost.test/a", "https://harbourpost.test/a"),
        ("<!-- saved from url=(0021)https://p.example/a/1 -->", "", None, "https://p.example/a/1"),
        ("", "<meta property='og:url' content='https://p.example/a'>", None, "https://p.example/a"),
        ("", "<link rel='canonical' href='javascript:void(0)'>", None, None),
        ("", "", None, None),
    ],
)
def test_the_address_is_the_pages_own_if_it_is_to_be_believed(start, head, url, expected):
    assert parsed(start + page(head=head), url).address == expected


@pytest.mark.parametrize(
    ("name", "head", "content_type", "is_html"),
    [
        ("a.html", b"<!doctype html><p>Hello", None, True),
        ("a.txt", b"\xef\xbb\xbf \n<!-- saved from url=(0014)http://a.ex -->\n<HTML lang=en>", None, True),
        ("a", "<html>".encode("utf-16"), None, True),
        ("a.xml", b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", None, True),
        ("a.htm", b"Some words <p>and a paragraph", None, True),
        ("a", b"<div>part of a page</div>", "text/html", True),
        ("a.html", b"%PDF-1.7 <a", None, False),
        ("a.html", b"<?xml version='1.0'?><rss version='2.0'><a", None, False),
        ("a.txt", b"He wrote <p> and <div> into the text", None, False),
        ("a.html", b"SQLite format 3\x00 <a", "text/html", False),
    ],
)
def test_a_page_is_known_by_its_first_bytes(name, head, content_type, is_html):
    assert html.recognises(Peek(Path(name), head, False, content_type)) is is_html


def teasers(count: int) -> str:
    return "".join(
        f"<h3><a href='/{number}'>Council votes on bridge number {number}</a></h3><p>Traders fear for the north.</p>" for number in range(count)
    )


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        ("<!doctype html><html><body></body></html>", "empty", "no article in the page"),
        ("<!doctype html><p>Hello", "empty", "no article in the page"),
        ("<!doctype html><title>App</title><div id=app></div><script>start()</script>", "empty", "fetched by JavaScript"),
        (page(teasers(20), head="<link rel='canonical' href='https://p.example/'>"), "boilerplate", "a front or section page"),
        ("<html>" + "<b>x</b>" * 60_000, "too_large", "tags"),
        ("<html><body>" + "<div>" * 20_000 + BODY, "malformed", "too deep"),
        ("<html>" + "\x01\x02\x03" * 500, "not_text", "binary data"),
        (" \n\x00 ", "empty", "white space only"),
    ],
)
def test_a_page_without_an_article_says_what_it_is_instead(tmp_path, content, reason, detail):
    path = tmp_path / "page.html"
    path.write_text(content, encoding="utf-8")
    collected = collect([path])
    assert collected.records.is_empty()
    assert [(row["reason"], detail in row["detail"]) for row in collected.rejects.to_dicts()] == [(reason, True)]


@pytest.mark.parametrize(
    "content",
    [
        "<html><body>" + BODY + "<p " + " ".join(f'a{number}="&gt;"' for number in range(100_000)) + ">x</p>",
        "<html><body><font size=2>" * 3_000 + BODY,
        "<html><body>" + BODY.replace("council", "coun\0cil") + "<plaintext>",
        page(head="<script type='application/ld+json'>" + "[" * 100_000 + "</script>"),
        page(head=script(LD).replace("Desk North", "&amp;" * 100_000)),
        page(BODY + "<time datetime='x'>1 May</time>" * 5_000),
        page(title=" - a" * 50_000),
        page(BODY + '<a ="' * 10_000),
        page(BODY + "<" * 40_000),
        page("<table><tr><td>" * 50 + BODY),
    ],
    ids=["attributes", "unclosed tags", "NULs", "deep data", "entities", "times", "long title", "open quotes", "brackets", "tables"],
)
def test_no_page_takes_more_than_seconds(tmp_path, content):
    path = tmp_path / "page.html"
    path.write_text(content, encoding="utf-8")
    start = process_time()
    collected = collect([path])
    assert process_time() - start < 20
    assert len(collected.records) + len(collected.rejects) == 1
