"""That the pages of a web archive are found whatever shape it is in, all else is counted, and no cut is silent."""

import bz2
import contextlib
import gzip
import io
import json
import lzma
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from flows.sources import http_message, webarchive
from flows.sources.collect import Collected, collect
from flows.sources.records import Found, PassedOver, Reject, Unusable
from flows.sources.unpacking import zstd

TEXTS = [f"Report {number}: the road to the harbour was closed for {number + 2} days." for number in range(6)]
OK = "200 OK"


def archive(*records: tuple[str, str, str, list[tuple[str, str]], bytes], packed: bool = False, info: bool = True) -> bytes:
    """A WARC with these records: type, address, status, HTTP headers and body; packed record by record, as is usual."""
    named = [(str(number), *record) for number, record in enumerate(records)]
    made = [record_of("info", "warcinfo", "", "", [("Content-Type", "application/warc-fields")], b"software: test\r\n")] if info else []
    return b"".join(gzip.compress(one) if packed else one for one in [*made, *(record_of(*record) for record in named)])


def record_of(name: str, kind: str, url: str, status: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    """One record of a WARC."""
    http = [f"HTTP/1.1 {status}" if kind != "request" else status, *(": ".join(pair) for pair in headers), "", ""]
    block = "\r\n".join(http).encode() + body if kind in ("response", "request", "revisit") else body
    content_type = f"application/http; msgtype={kind}" if block is not body else headers[0][1]
    lines = ["WARC/1.0", f"WARC-Type: {kind}", f"WARC-Record-ID: <urn:uuid:{name}>", f"WARC-Target-URI: {url}", "WARC-Date: 2026-01-01T00:00:00Z"]
    lines += [f"Content-Type: {content_type}", f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def response(
    body: bytes, *, url: str = "https://news.example/a", status: str = OK, **headers: str
) -> tuple[str, str, str, list[tuple[str, str]], bytes]:
    """A response as `archive` takes it."""
    named = {"content_type": "text/plain"} | headers
    return "response", url, status, [(name.replace("_", "-"), value) for name, value in named.items() if value], body


def page_of(text: str) -> bytes:
    return text.encode()


PAGES = [response(page_of(text), url=f"https://news.example/{number}") for number, text in enumerate(TEXTS)]


def read(folder: Path, name: str, content: bytes) -> Collected:
    path = folder / name
    path.write_bytes(content)
    return collect([path])


def texts(collected: Collected) -> list[str]:
    return collected.records["text_raw"].to_list()


def reasons(collected: Collected) -> list[tuple[str, str]]:
    return collected.rejects.select("record_locator", "reason").rows()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.warc", archive(*PAGES)),
        ("a.warc.gz", archive(*PAGES, packed=True)),
        ("whole-file.warc.gz", gzip.compress(archive(*PAGES))),
        ("a.warc.bz2", bz2.compress(archive(*PAGES))),
        ("a.warc.xz", lzma.compress(archive(*PAGES))),
        ("a.warc.zst", zstd.compress(archive(*PAGES))),
        ("odd-name.txt", archive(*PAGES)),
    ],
)
def test_pages_are_read_however_the_archive_is_packed(tmp_path, name, content):
    collected = read(tmp_path, name, content)
    assert texts(collected) == TEXTS
    assert reasons(collected) == []
    assert collected.records["url"].to_list() == [f"https://news.example/{number}" for number in range(6)]
    assert collected.records["source_path"].to_list() == [f"{name}!/{number}" for number in range(6)]
    assert collected.inputs == [{"path": name, "kind": "warc", "records": 6, "rejects": 0, "passed_over": {"warcinfo": 1}}]


def test_the_same_pages_are_found_as_by_another_reader(tmp_path):
    content = archive(*PAGES, response(b"x" * 70_000, content_type="text/html"), ("request", "https://news.example/", "GET / HTTP/1.1", [], b""))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    ours = [
        (item.origin.url, item.origin.content_type, item.path.read_bytes())
        for item in webarchive.members(Found(path, "a", "a"), tmp_path)
        if isinstance(item, Found)
    ]
    theirs = [
        (record.rec_headers["WARC-Target-URI"], record.http_headers["content-type"], record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(content))
        if record.rec_type == "response"
    ]
    assert ours == theirs and len(ours) == 7


PASSED = {
    "empty record": ("resource", "https://news.example/", "", [("Content-Type", "text/plain")], b""),
    "error page": response(b"gone", status="404 Not Found"),
    "redirect": response(b"there", status="301 Moved"),
    "image": response(b"\x89PNG", content_type="image/png"),
    "other media type": response(b"%PDF", content_type="application/pdf"),
    "robots.txt": response(b"User-agent: *", url="https://news.example/robots.txt"),
    "request": ("request", "https://news.example/", "GET / HTTP/1.1", [], b""),
    "revisit": ("revisit", "https://news.example/", OK, [], b""),
    "dns or metadata": ("response", "dns:news.example", OK, [], b"192.0.2.1"),
    "metadata": ("metadata", "https://news.example/", "", [("Content-Type", "application/warc-fields")], b"fetchTimeMs: 5"),
    "other record": ("dream", "https://news.example/", "", [("Content-Type", "text/plain")], b"a"),
}


@pytest.mark.parametrize("kind", PASSED)
def test_what_could_be_no_article_is_counted_by_its_kind(tmp_path, kind):
    said: list[str] = []
    (tmp_path / "a.warc").write_bytes(archive(PASSED[kind], PAGES[0], info=False))
    collected = collect([tmp_path / "a.warc"], progress=said.append)
    assert texts(collected) == TEXTS[:1]
    assert collected.inputs[0]["passed_over"] == {kind: 1}
    assert said[-1] == f"a.warc: 1 records, 0 rejected, 1 passed over (1 {kind})"


def test_an_archive_without_pages_is_no_reject(tmp_path):
    collected = read(tmp_path, "a.warc", archive(PASSED["request"]))
    assert (len(collected.records), reasons(collected)) == (0, [])


@pytest.mark.parametrize(
    ("media_type", "kind"), [("text/plain; charset=ISO-8859-1", "text"), ("application/json", "json"), ("text/csv", "csv"), ("", "text")]
)
def test_the_kind_of_a_page_is_what_the_server_and_the_content_say(tmp_path, media_type, kind):
    body = json.dumps({"text": TEXTS[0]}) if kind == "json" else f"title,text\nRoads,{TEXTS[0]}\n" if kind == "csv" else TEXTS[0]
    collected = read(tmp_path, "a.warc", archive(response(body.encode(), content_type=media_type)))
    assert (texts(collected), collected.records["extractor"].to_list()) == (TEXTS[:1], [kind])


def test_what_the_server_declared_goes_with_the_page(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(
        archive(response(b"Hello", content_type='text/HTML; charset="Windows-1251"'), response(b"Hi", content_type="text/html; charset=rot13"))
    )
    found = [item.origin for item in webarchive.members(Found(path, "a", "a"), tmp_path) if isinstance(item, Found)]
    assert [(origin.url, origin.content_type, origin.encoding) for origin in found] == [
        ("https://news.example/a", "text/html", "cp1251"),
        ("https://news.example/a", "text/html", None),
    ]


@pytest.mark.parametrize("declared", ["koi8-r", "KOI8-R", "utf-8", "utf-16", "nonsense"])
def test_a_declared_encoding_is_believed_unless_the_bytes_speak_against_it(tmp_path, declared):
    text = "Дорога к порту закрыта до среды, сообщили власти. " * 4
    collected = read(tmp_path, "a.warc", archive(response(text.encode("koi8-r"), content_type=f"text/plain; charset={declared}")))
    assert texts(collected) == [text]
    assert collected.records["encoding"].to_list() == ["koi8-r" if declared.lower() == "koi8-r" else "koi8_r"]


CHUNKED = b"5;x=1\r\nRoads\r\n8\r\n are shu\r\n2\r\nt.\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (CHUNKED, {"transfer_encoding": "chunked"}),
        (b"Roads are shut.", {"transfer_encoding": "chunked"}),
        (gzip.compress(b"Roads are shut."), {"content_encoding": "gzip"}),
        (b"Roads are shut.", {"content_encoding": "gzip"}),
        (zlib.compress(b"Roads are shut."), {"content_encoding": "deflate"}),
        (zlib.compress(b"Roads are shut.")[2:-4], {"content_encoding": "Deflate"}),
        (zstd.compress(b"Roads are shut."), {"content_encoding": "zstd"}),
        (zlib.compress(gzip.compress(b"Roads are shut.")), {"content_encoding": "gzip, deflate"}),
        (b"Roads are shut.", {"content_encoding": "identity"}),
    ],
)
def test_a_body_is_what_it_was_before_it_went_over_the_wire(tmp_path, body, headers):
    collected = read(tmp_path, "a.warc", archive(response(body, **headers)))
    assert (texts(collected), reasons(collected)) == (["Roads are shut."], [])


def test_brotli_is_undone_where_it_is_installed(tmp_path):
    brotli = pytest.importorskip("brotli")
    collected = read(tmp_path, "a.warc", archive(response(brotli.compress(b"Roads are shut."), content_encoding="br")))
    assert texts(collected) == ["Roads are shut."]


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"Roads", {"content_encoding": "compress"}, "malformed"),
        (gzip.compress(b"Roads are shut.")[:10] + b"\xff" * 20, {"content_encoding": "gzip"}, "malformed"),
        (gzip.compress(b"x" * 3_000_000), {"content_encoding": "gzip"}, "too_large"),
        (zstd.compress(b"x" * 3_000_000), {"content_encoding": "zstd"}, "too_large"),
        (b"x" * 1_100_000, {}, "too_large"),
    ],
)
def test_a_page_that_cannot_be_had_is_a_reject_and_the_next_is_read(tmp_path, monkeypatch, body, headers, reason):
    monkeypatch.setattr(http_message, "MAX_BODY_BYTES", 1_000_000)
    collected = read(tmp_path, "a.warc", archive(response(body, **headers), PAGES[1]))
    assert texts(collected) == TEXTS[1:2]
    assert collected.rejects.select("source_path", "reason").rows() == [("a.warc!/0", reason)]


def test_texts_that_were_made_of_pages_are_read(tmp_path):
    made = archive(("conversion", "https://news.example/a", "", [("Content-Type", "text/plain")], TEXTS[0].encode()))
    collected = read(tmp_path, "a.warc.wet.gz", gzip.compress(made))
    assert (texts(collected), collected.records["url"].to_list()) == (TEXTS[:1], ["https://news.example/a"])


def test_a_page_that_the_crawler_cut_is_read_and_the_cut_is_said(tmp_path):
    made = archive(PAGES[0]).replace(b"WARC-Record-ID: <urn:uuid:0>", b"WARC-Truncated: length\r\nWARC-Record-ID: <urn:uuid:0>")
    collected = read(tmp_path, "a.warc", made)
    assert texts(collected) == TEXTS[:1]
    assert collected.rejects.select("source_path", "record_locator", "reason").rows() == [("a.warc!/0", "end", "too_large")]


@pytest.mark.parametrize(
    "junk",
    [b"junk\r\n", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n", b"WARC/1.0\r\nContent-Length: -1\r\n\r\n", b"\xff" * 100_000],
)
def test_bytes_that_are_no_record_are_stepped_over_and_said(tmp_path, junk):
    collected = read(tmp_path, "a.warc", archive(*PAGES[:2]) + junk + b"\r\n\r\n" + archive(*PAGES[2:]))
    assert texts(collected) == TEXTS
    assert [reason for _, reason in reasons(collected)] == ["malformed"]
    assert collected.rejects["record_locator"][0].startswith("byte-")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(TEXTS[0].encode())[:-3], {"content_encoding": "gzip"}),
        (b"%x\r\n" % len(TEXTS[0]) + TEXTS[0].encode(), {"transfer_encoding": "chunked"}),
    ],
)
def test_a_page_that_was_cut_on_the_way_is_read_and_the_cut_is_said(tmp_path, body, headers):
    collected = read(tmp_path, "a.warc", archive(response(body, **headers)))
    assert (texts(collected), reasons(collected)) == (TEXTS[:1], [("end", "malformed")])


WHOLE = archive(*PAGES)
STARTS = [WHOLE.index(f"<urn:uuid:{number}>".encode()) for number in range(len(PAGES))]


@settings(max_examples=80, deadline=None)
@given(cut=st.integers(20, len(WHOLE) - 1), packed=st.booleans())
def test_an_archive_cut_anywhere_gives_every_whole_page_and_says_so(tmp_path_factory, cut, packed):
    content = WHOLE[:cut]
    collected = read(tmp_path_factory.mktemp("cut"), "a.warc", gzip.compress(content)[:-9] if packed else content)
    assert texts(collected) == TEXTS[: len(collected.records)]
    ends = [WHOLE.index(text.encode()) + len(text) for text in TEXTS]
    assert len(collected.records) >= sum(end < cut for end in ends) - packed
    boundaries = [WHOLE.rindex(b"WARC/1.", 0, start) for start in STARTS]
    assert reasons(collected) != [] or cut in boundaries


ARC_INFO = "1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
ARC_2 = "2 0 Example\nURL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length\n"


def arc(info: str, more: str = "") -> bytes:
    """An ARC with a page, an image and a page."""
    made = f"filedesc://a.arc 0.0.0.0 20020101000000 text/plain {len(info)}\n{info}\n"
    for number, kind in enumerate(["text/plain", "image/gif", "text/plain"]):
        block = f"HTTP/1.0 200 OK\r\nContent-Type: {kind}\r\n\r\n{TEXTS[number]}"
        made += f"http://news.example/a page/{number} 192.0.2.1 20020101000000 {kind}{more} {len(block)}\n{block}\n"
    return made.encode()


@pytest.mark.parametrize("content", [arc(ARC_INFO), arc(ARC_2, " 200 sum - 77 a.arc"), gzip.compress(arc(ARC_INFO))])
def test_the_older_format_is_read_too(tmp_path, content):
    collected = read(tmp_path, "a.arc.gz", content)
    assert (texts(collected), reasons(collected)) == ([TEXTS[0], TEXTS[2]], [])
    assert collected.records["url"].to_list() == ["http://news.example/a page/0", "http://news.example/a page/2"]
    offsets = [int(path.rpartition("@")[2]) for path in collected.records["source_path"]]
    plain = content if content.startswith(b"filedesc") else gzip.decompress(content)
    assert [plain[offset:].startswith(b"http://news.example/") for offset in offsets] == [True, True]
    assert collected.inputs[0]["passed_over"] == {"filedesc": 1, "image": 1}


@settings(max_examples=60, deadline=None)
@given(
    content=st.binary(max_size=300),
    start=st.sampled_from([b"WARC/1.0\r\n", b"filedesc://", b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nHTTP/1.1 "]),
)
def test_no_bytes_stop_the_run(tmp_path_factory, content, start):
    collected = read(tmp_path_factory.mktemp("any"), "a.warc", start + content)
    assert len(collected.records) + len(collected.rejects) + sum(collected.inputs[0].get("passed_over", {}).values()) > 0


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=300), coding=st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, gzip"]), chunked=st.booleans())
def test_no_body_stops_the_run(body, coding, chunked):
    with contextlib.suppress(ValueError, Unusable):
        assert isinstance(http_message.decoded(body, {"content-encoding": coding, "transfer-encoding": "chunked" if chunked else ""}).content, bytes)


def test_members_are_of_three_kinds(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(archive(PAGES[0], response(b"", content_type="text/plain", content_encoding="compress")))
    assert [type(item) for item in webarchive.members(Found(path, "a", "a"), tmp_path)] == [PassedOver, Found, Reject]
