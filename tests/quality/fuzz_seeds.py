"""Small documents of every kind that news comes in, for the fuzz command to damage. A new kind is one more row of SEEDS."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import polars as pl

from flows.sources.unpacking import zstd

STORY = {
    "id": "s-1",
    "headline": "Ferry stopped after leak",
    "body": "“We turned back at once,” the captain said on Tuesday.\n\nThe port of Rotterdam opened an inquiry; two sailors were treated.",
    "date": "2024-05-07T09:30:00Z",
    "outlet": "Example Post",
    "url": "https://news.example/ferry?id=7",
}
OTHER = STORY | {
    "id": "s-2",
    "headline": "Teachers march in Lyon",
    "body": "Some 4,000 teachers marched in Lyon. Café owners joined them.",
    "date": "8 May 2024",
}
HTML = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{STORY["headline"]}</title>
<meta property="article:published_time" content="{STORY["date"]}"><link rel="canonical" href="{STORY["url"]}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{STORY["headline"]}", "datePublished": "{STORY["date"]}"}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>{STORY["headline"]}</h1><p>{"</p><p>".join(STORY["body"].splitlines())}</p>
<table><tr><td>2</td><td>sailors</td></tr></table></article><footer>&copy; Example &amp; Co</footer></body></html>"""
RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example Post</title><link>https://news.example/</link><item><title>{STORY["headline"]}</title><link>{STORY["url"]}</link><guid>s-1</guid>
<pubDate>Tue, 07 May 2024 09:30:00 GMT</pubDate><description>A leak.</description><content:encoded><![CDATA[<p>{STORY["body"]}</p>]]></content:encoded></item>
<item><title>{OTHER["headline"]}</title><description>{OTHER["body"]}</description></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example Post</title><id>urn:example</id>
<updated>2024-05-07T10:00:00Z</updated><entry><id>s-1</id><title type="html">{STORY["headline"]}</title><link href="https://news.example/ferry"/>
<published>{STORY["date"]}</published><author><name>A. Writer</name></author><content type="html">&lt;p&gt;{STORY["body"]}&lt;/p&gt;</content></entry></feed>"""
NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:news.example:20240507:s-1" version="1"
standard="NewsML-G2" standardversion="2.29" conformance="power" xml:lang="en"><catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
<itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:EX"/><versionCreated>{STORY["date"]}</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><contentCreated>{STORY["date"]}</contentCreated><headline>{STORY["headline"]}</headline><by>A. Writer</by></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{STORY["body"]}</p></body></html></inlineXML>
</contentSet></newsItem>"""
NITF = f"""<?xml version="1.0" encoding="UTF-8"?><nitf><head><title>{STORY["headline"]}</title><docdata><doc-id id-string="s-1"/>
<date.issue norm="20240507T093000Z"/></docdata></head><body><body.head><hedline><hl1>{STORY["headline"]}</hl1></hedline><byline>A. Writer</byline>
<dateline><location>Rotterdam</location></dateline></body.head><body.content><block><p>{STORY["body"]}</p></block></body.content></body></nitf>"""
NINJS = {
    "uri": "urn:example:s-1",
    "type": "text",
    "versioncreated": STORY["date"],
    "headline": STORY["headline"],
    "body_xhtml": f"<p>{STORY['body']}</p>",
    "byline": "A. Writer",
    "language": "en",
    "located": "Rotterdam",
}
IPTC_7901 = (
    b"\x01exa012 4 i 041 EXP   /EXP\r\n\r\n\x02Shipping-leak/\r\nFerry stopped after leak\r\n   Rotterdam, May 7 (EXP) - A ferry turned back after a leak.\r\n"
    b"   Two sailors were treated, the port said.\r\n\x03\r\n071130 GMT MAY 24\r\n\x04"
)
FRONT_MATTER = f"---\nid: s-1\ntitle: {STORY['headline']}\ndate: {STORY['date']}\nsource: Example Post\n---\n{STORY['body']}\n"
CSV = "id;headline;body;date;outlet\r\n" + "".join(
    ";".join(f'"{row[name]}"' for name in ("id", "headline", "body", "date", "outlet")) + "\r\n" for row in (STORY, OTHER)
)
LINES = "".join(json.dumps(row) + "\n" for row in (STORY, OTHER))


def parquet() -> bytes:
    made = io.BytesIO()
    pl.DataFrame([STORY, OTHER]).write_parquet(made)
    return made.getvalue()


def arrow() -> bytes:
    made = io.BytesIO()
    pl.DataFrame([STORY, OTHER]).write_ipc(made)
    return made.getvalue()


def arrow_stream() -> bytes:
    made = io.BytesIO()
    pl.DataFrame([STORY, OTHER]).write_ipc_stream(made)
    return made.getvalue()


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return made.getvalue()


def tarred(files: dict[str, bytes], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of these files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, content in files.items():
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return made.getvalue()


def warc(pages: dict[str, bytes]) -> bytes:
    """A web archive of these pages, by media type."""
    made = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n"
    for number, (media_type, body) in enumerate(pages.items(), 1):
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}; charset=utf-8\r\n\r\n".encode() + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: https://news.example/{number}\r\n"
        made += f"{head}Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    return made


def arc(body: bytes) -> bytes:
    """An old web archive with one page."""
    info = "1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    block = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = f"filedesc://a.arc 0.0.0.0 20020101000000 text/plain {len(info)}\n{info}\nhttp://news.example/ 192.0.2.1 20020101000000 text/html {len(block)}\n"
    return head.encode() + block + b"\n"


FILES = {"a.txt": FRONT_MATTER.encode(), "deep/b.jsonl": LINES.encode(), "c.html": HTML.encode(), "d.csv": CSV.encode()}
PAGES = {"text/html": HTML.encode(), "text/plain": STORY["body"].encode(), "application/rss+xml": RSS.encode(), "image/png": b"\x89PNG\r\n\x1a\n"}
SEEDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "text": ("a.txt", lambda: FRONT_MATTER.encode()),
    "json lines": ("a.jsonl", lambda: LINES.encode()),
    "json array": ("a.json", lambda: json.dumps([STORY, OTHER], indent=1).encode()),
    "csv": ("a.csv", lambda: CSV.encode()),
    "parquet": ("a.parquet", parquet),
    "arrow": ("a.arrow", arrow),
    "arrow stream": ("a.arrows", arrow_stream),
    "html": ("a.html", lambda: HTML.encode()),
    "rss": ("a.rss", lambda: RSS.encode()),
    "atom": ("a.atom", lambda: ATOM.encode()),
    "newsml-g2": ("newsml.xml", lambda: NEWSML.encode()),
    "nitf": ("nitf.xml", lambda: NITF.encode()),
    "ninjs": ("ninjs.json", lambda: json.dumps(NINJS).encode()),
    "iptc 7901": ("a.iptc", lambda: IPTC_7901),
    "zip": ("a.zip", lambda: zipped(FILES)),
    "zip of zips": ("b.zip", lambda: zipped({"inner.zip": zipped(FILES), "a.tar.gz": gzip.compress(tarred(FILES), mtime=0)})),
    "tar": ("a.tar", lambda: tarred(FILES)),
    "tar.gz": ("a.tar.gz", lambda: gzip.compress(tarred(FILES, form=tarfile.GNU_FORMAT), mtime=0)),
    "tar.zst": ("a.tar.zst", lambda: zstd.compress(tarred(FILES))),
    "gz": ("a.jsonl.gz", lambda: gzip.compress(LINES.encode(), mtime=0)),
    "bz2": ("a.jsonl.bz2", lambda: bz2.compress(LINES.encode())),
    "xz": ("a.parquet.xz", lambda: lzma.compress(parquet())),
    "warc": ("a.warc", lambda: warc(PAGES)),
    "warc.gz": ("a.warc.gz", lambda: gzip.compress(warc(PAGES), mtime=0)),
    "arc": ("a.arc", lambda: arc(HTML.encode())),
}
"""Kind: the name of its file, and its content."""
