"""Sites on this machine that answer as they are told, and keep a log of what they were asked."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RSS_TYPE, HTML_TYPE = "application/rss+xml", "text/html; charset=utf-8"


@dataclass
class Reply:
    """One answer. `etag` makes it conditional; `drip` sends the body byte by byte; `reset` cuts the connection off."""

    body: bytes | str = b""
    status: int = 200
    type: str = "text/plain; charset=utf-8"
    etag: str | None = None
    modified: float | None = None
    headers: dict[str, str | None] = field(default_factory=dict)
    drip: float = 0.0
    reset: bool = False

    @property
    def content(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Asked:
    """One request, and the status it got."""

    path: str
    status: int
    headers: dict[str, str]


class Quiet(ThreadingHTTPServer):
    """Says nothing of clients that hang up."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Nothing."""


class Site:
    """A site on loopback. `pages[path]` is a Reply, or a list of them given one after the other, the last for ever."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | list[Reply]] = {}
        self.log: list[Asked] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.answer(self)

            def log_message(self, *_: Any) -> None:
                """Nothing at the terminal."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def asked(self, *, robots: bool = False) -> list[tuple[str, int]]:
        """Path and status of every request so far."""
        return [(asked.path, asked.status) for asked in self.log if robots or asked.path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        given = self.pages.get(handler.path, Reply(status=404))
        reply = given if isinstance(given, Reply) else given.pop(0) if len(given) > 1 else given[0]
        sent = {name.lower(): value for name, value in handler.headers.items()}
        changed = formatdate(reply.modified, usegmt=True) if reply.modified else None
        same = (reply.etag and sent.get("if-none-match") == reply.etag) or (changed and sent.get("if-modified-since") == changed)
        status = 304 if same else reply.status
        self.log.append(Asked(handler.path, status, sent))
        if reply.reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            handler.close_connection = True
            return
        handler.send_response(status)
        for name, value in ({"ETag": reply.etag, "Last-Modified": changed, "Content-Type": reply.type} | reply.headers).items():
            if value is not None:
                handler.send_header(name, value)
        body = b"" if status in (204, 304) else reply.content
        if status != 304 and "Content-Length" not in reply.headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        try:
            for part in [body] if not reply.drip else [body[i : i + 1] for i in range(len(body))]:
                handler.wfile.write(part)
                time.sleep(reply.drip)
        except OSError:
            handler.close_connection = True


@contextmanager
def sites(count: int) -> Iterator[list[Site]]:
    """So many sites, gone after the block."""
    made = [Site() for _ in range(count)]
    try:
        yield made
    finally:
        for site in made:
            site.server.shutdown()
            site.server.server_close()


def rss(site: Site, *items: tuple[str, str], link: Callable[[str], str] | None = None) -> str:
    """A feed of these items, (name, text)."""
    address = link or (lambda name: f"{site.url}/{name}")
    entries = "".join(
        f"<item><title>Story {name}</title><link>{address(name)}</link><guid isPermaLink='false'>{name}</guid>"
        f"<pubDate>Tue, 04 Nov 2025 10:00:00 GMT</pubDate><description>{text}</description></item>"
        for name, text in items
    )
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Harbor News</title><link>{site.url}</link>{entries}</channel></rss>"


def page(title: str, *paragraphs: str, head: str = "") -> str:
    """A page with one article."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def urlset(*pages: tuple[str, str], news: str = "") -> str:
    """A sitemap of these pages, (address, lastmod)."""
    entries = "".join(f"<url><loc>{address}</loc>{f'<lastmod>{when}</lastmod>' if when else ''}{news}</url>" for address, when in pages)
    spaces = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset {spaces}>{entries}</urlset>"


def index(*addresses: tuple[str, str]) -> str:
    """A sitemap index."""
    entries = "".join(f"<sitemap><loc>{address}</loc>{f'<lastmod>{when}</lastmod>' if when else ''}</sitemap>" for address, when in addresses)
    return f"<?xml version='1.0' encoding='UTF-8'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</sitemapindex>"
