"""That XML of strangers can neither unfold, read files nor stop the run, and that slight faults cost little."""

import resource
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources import xml
from flows.sources.collect import collect
from flows.sources.records import Unusable
from tests.flows.reading import read
from tests.flows.test_feeds import ATOM, JSON_FEED, RSS
from tests.flows.test_wire import G2, IPTC, NEWSML_1, NINJS, NITF, json, message

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
ROOTS = {
    "rss": "<rss version='2.0'><channel><item><title>{}</title><description>x</description></item></channel></rss>",
    "newsItem": "<newsItem><contentSet><inlineXML><p>{}</p></inlineXML></contentSet></newsItem>",
    "NewsML": "<NewsML><NewsItem><NewsComponent><ContentItem><DataContent><p>{}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
    "nitf": "<nitf><body><body.content><p>{}</p></body.content></body></nitf>",
}


@pytest.mark.parametrize("root", list(ROOTS))
@pytest.mark.parametrize(
    "entities",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l11;">',
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;',
        '<!entity x "small">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused_at_once(tmp_path, root, entities, encoding):
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    content = f'<?xml version="1.0"?><!-- x --><!DOCTYPE {root} [{entities}]>{ROOTS[root].format("&x;")}'
    records, rejects = read(tmp_path, content.encode(encoding))
    assert (records, [(reason, "declares entities" in detail) for _, reason, detail in rejects]) == ([], [("malformed", True)])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("root", list(ROOTS))
def test_an_entity_that_nobody_declared_reads_no_file(tmp_path, root):
    records, _ = read(tmp_path, ROOTS[root].format("before &x; after"))
    assert [record.get("title", record.get("text_raw", "")).split()[0] for record in records] == ["before"]


def test_elements_deeper_than_can_be_meant_end_the_reading_and_are_told(tmp_path):
    content = f"<nitf><body><body.content><p>Text.</p>{'<div>' * 5000}deep{'</div>' * 5000}</body.content></body></nitf>"
    records, rejects = read(tmp_path, content)
    assert [record["text_raw"] for record in records] == ["Text."]
    assert [(locator, reason, "depth" in detail) for locator, reason, detail in rejects] == [("recovered", "malformed", True)]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("<p>One.<p>Two.</p>", "One.\nTwo."),
        ("<p>One & two&three.</p>", "One & two&three."),
        ("<p>One.</p><p>Two.</p></div>", "One.\nTwo."),
        ('<p a="1" a="2">One.</p>', "One."),
    ],
)
def test_a_slightly_broken_document_is_read_and_its_fault_told(tmp_path, text, made):
    records, rejects = read(tmp_path, f"<nitf><body><body.content>{text}</body.content></body></nitf>")
    assert [record["text_raw"] for record in records] == [made]
    assert [(locator, reason) for locator, reason, _ in rejects] == [("recovered", "malformed")]


def test_characters_that_xml_cannot_hold_and_names_of_html_are_no_fault(tmp_path):
    records, rejects = read(tmp_path, ROOTS["nitf"].format("Caf\x0b&eacute; &ndash; open\x00&nbsp;now &lt;here&gt;"))
    assert ([record["text_raw"] for record in records], rejects) == (["Café – open now <here>"], [])


@pytest.mark.parametrize("head", ["<a/>", "<?xml version='1.0'?><x:catalog xmlns:x='urn:c'/>", "<rdf:RDF xmlns:rdf='urn:r'/>", "<rss.like/>"])
def test_other_xml_is_not_supported_and_its_root_is_named(tmp_path, head):
    records, rejects = read(tmp_path, head, name="some.xml")
    name = head.rpartition("<")[2].partition("/")[0].partition(" ")[0].rpartition(":")[2]
    assert records == []
    assert [(reason, f"root element <{name}>" in detail) for _, reason, detail in rejects] == [("unsupported", True)]


@pytest.mark.parametrize(
    ("content", "declared", "encoding"),
    [
        ("é".encode(), None, "utf-8"),
        ("é".encode(), "iso-8859-1", "utf-8"),
        ("é.".encode("latin-1"), "utf-8", "cp1252"),
        ("привет".encode("cp1251"), "windows-1251", "cp1251"),
        ("こんにちは".encode("shift_jis"), "Shift_JIS", "shift_jis"),
        ("こんにちは".encode("iso2022_jp"), "iso-2022-jp", "iso2022_jp"),
        ("é".encode("utf-16"), "utf-8", "utf-16"),
        ("é".encode("utf-8-sig"), "iso-8859-1", "utf-8-sig"),
    ],
)  # fmt: skip
def test_an_encoding_is_believed_if_the_bytes_can_be_in_it(content, declared, encoding):
    text = content.decode(encoding)
    assert xml.decoded(content, declared) == (text, encoding)


@pytest.mark.parametrize("name", ["punycode", "rot13", "zip", "unicode_escape", "idna", "no-such", "mbcs", "", "utf-7"])
def test_codecs_that_are_no_encodings_of_text_are_not_asked_for(name):
    assert xml.codec(name) is None


def test_what_is_too_large_for_a_tree_is_said_to_be(tmp_path, monkeypatch):
    monkeypatch.setattr(xml, "MAX_XML_BYTES", 100)
    path = tmp_path / "a.xml"
    path.write_text(RSS)
    with pytest.raises(Unusable, match="more than 100 bytes"):
        xml.content_of(path)


DOCUMENTS = [document.encode() for document in (G2, message(G2, G2), NITF, NEWSML_1, RSS, ATOM, IPTC, json.dumps(NINJS), json.dumps(JSON_FEED))]
PIECES = [
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\0",
    b"\xff",
    b"\x01",
    b"\x02",
    b"</p>",
    b'"',
    b"<nitf>",
    b"{",
    b"[",
    b"null,",
    b"7",
    b"&#0;",
    b"&#x110000;",
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A document with pieces cut out, doubled or put in."""
    document = draw(st.sampled_from(DOCUMENTS))
    for _ in range(draw(st.integers(1, 4))):
        at, end = sorted(draw(st.tuples(st.integers(0, len(document)), st.integers(0, len(document)))))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=8))
        document = draw(st.sampled_from([document[:at] + document[end:], document[:at] + piece + document[at:], document[:end] + document[at:]]))
    return document


@settings(max_examples=150, deadline=None)
@given(
    content=mutated()
    | st.binary(max_size=200).map(lambda tail: b"<rss>" + tail)
    | st.binary(max_size=200).map(lambda tail: b"\x01a001 1 a 1\x02" + tail)
)
def test_no_document_however_damaged_stops_the_run(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "document.xml"
    path.write_bytes(content)
    collected = collect([path])
    assert len(collected.records) + len(collected.rejects) > 0
