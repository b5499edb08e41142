"""One polite HTTP client: who it says it is, how long it waits, how far it follows, and what it takes."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import httpcore
import httpx

from flows.sources.records import Unusable
from flows.web import addresses, bodies, network, robots
from flows.web.memory import Memory
from flows.web.pace import Pace
from flows.web.trouble import Refused, Unreachable
from flows.web.urls import anonymous, joined

MOVED = (301, 302, 303, 307, 308)
CLOSED = (401, 402, 403, 407, 451)
LATER = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that may be gone in a moment."""
NUMBER = re.compile(r"[0-9]+")
MOST_KEPT = 32
"""Connections kept for the next page of their hosts; as many hosts can be asked at the same time."""
ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, text/*;q=0.8, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much; seconds and bytes."""

    connect: float = 10.0
    silence: float = 20.0
    """Longest pause within an answer."""
    whole: float = 90.0
    """One request from the connection to the last byte."""
    largest: int = 20_000_000
    redirects: int = 10
    attempts: int = 3
    longest_wait: float = 60.0
    """A host that says to come again later than this is left for the next run."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host gave. The body lies in the file that was named; there is none if nothing changed."""

    url: httpx.URL
    """Where it was found, after redirects."""
    status: int
    headers: httpx.Headers
    sha256: str | None

    @property
    def content_type(self) -> str | None:
        """Media type as declared, in lower case and without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower() or None

    @property
    def charset(self) -> str | None:
        """Encoding as declared, whether there is such a one or not."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        found = message.get_param("charset")
        return found.strip().lower() or None if isinstance(found, str) else None


class Client:
    """Asks for pages. Environment proxies are not used, as the check of addresses would not hold behind them; no cookies are kept."""

    def __init__(self, guard: addresses.Guard, memory: Memory, pace: Pace, *, limits: Limits | None = None, contact: str | None = None) -> None:
        self.limits, self.pace, self.agent = limits or Limits(), pace, agent(contact)
        self.robots = robots.Robots(self.robots_text, memory)
        self.pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=None,
            max_keepalive_connections=MOST_KEPT,
            keepalive_expiry=30.0,
            network_backend=network.Checked(guard),
        )

    def close(self) -> None:
        """No connection is open afterwards."""
        self.pool.close()

    def get(self, url: httpx.URL, into: Path, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """The page, its body in a file. Status 304 if it is what it was at the etag or date.

        Raises Unusable if it may not be asked or there is none, and Unreachable once all attempts have failed.
        """
        wanted = {"if-none-match": etag, "if-modified-since": last_modified}
        return self.patiently(lambda: self.followed(url, into, {name: value for name, value in wanted.items() if value}), url.host)

    def robots_text(self, url: httpx.URL) -> str:
        """The text of a robots.txt, wherever it was moved to; cut where it is too long."""
        with TemporaryDirectory(prefix="tidings-") as folder:
            path = Path(folder) / "robots.txt"
            self.patiently(lambda: self.followed(url, path, {}, is_robots=True), url.host)
            return path.read_bytes()[: robots.LARGEST].decode("utf-8", "replace")

    def patiently(self, ask: Callable[[], Answer], host: str) -> Answer:
        """The answer, asked for again after 1, 2, 4 … seconds or as long as the host says, where trouble may pass."""
        for attempt in range(self.limits.attempts):
            if self.pace.is_given_up(host):
                raise Unreachable("the host gave no answer before, or asked not to be asked; left for the next run", again=False)
            try:
                answer = ask()
            except Unreachable as trouble:
                too_long = trouble.wait > self.limits.longest_wait
                if too_long:
                    self.pace.give_up(host)
                elif trouble.again and not trouble.answered:
                    self.pace.missed(host)
                if not trouble.again or too_long or attempt == self.limits.attempts - 1:
                    raise
                self.pace.sleep(max(trouble.wait, 2.0**attempt))
            else:
                self.pace.heard(host)
                return answer
        raise AssertionError("attempts is at least 1")

    def followed(self, url: httpx.URL, into: Path, headers: dict[str, str], *, is_robots: bool = False) -> Answer:
        """The answer at the end of all redirects, each of which is checked like the first address."""
        seen, credentials = set[str](), url
        for _ in range(self.limits.redirects + 1):
            addresses.check(url)
            if not is_robots:
                self.robots.check(url)
            if str(url) in seen:
                raise Unusable("unreachable", "redirects in a circle")
            seen.add(str(url))
            mine = headers | authorization(credentials if origin(url) == origin(credentials) else url)
            with self.pace.turn(url.host, None if is_robots else self.robots.delay(url)):
                step = self.step(anonymous(url), into, mine, limit=robots.LARGEST if is_robots else self.limits.largest, cut=is_robots)
            if isinstance(step, Answer):
                return step
            url = step
        raise Unusable("unreachable", f"more than {self.limits.redirects} redirects")

    def step(self, url: httpx.URL, into: Path, headers: dict[str, str], *, limit: int, cut: bool) -> Answer | httpx.URL:
        """The answer to one request, or where it leads on."""
        with network.deadline(self.limits.whole), self.asked(url, headers) as response:
            given = httpx.Headers(response.headers)
            if response.status in MOVED and "location" in given:
                return joined(url, given["location"])
            if response.status == 304 and ("if-none-match" in headers or "if-modified-since" in headers):
                return Answer(url, 304, given, None)
            if not 200 <= response.status < 300:
                raise trouble(response.status, given)
            if not cut and declared_length(given) > limit:
                raise Unusable("too_large", f"more than {limit} bytes; see the setting largest_response")
            written = bodies.write(response.iter_stream(), into, coding=given.get("content-encoding", ""), limit=limit, cut=cut)
            return Answer(url, response.status, given, written)

    @contextmanager
    def asked(self, url: httpx.URL, headers: dict[str, str]) -> Iterator[httpcore.Response]:
        """The response while its body is read; what goes wrong on the way is Unreachable."""
        sent = {"host": url.netloc.decode("ascii"), "user-agent": self.agent, "accept": ACCEPT, "accept-encoding": "gzip"} | headers
        waits = {"connect": self.limits.connect, "read": self.limits.silence, "write": self.limits.silence, "pool": self.limits.whole}
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        try:
            with self.pool.stream("GET", target, headers=list(sent.items()), extensions={"timeout": waits}) as response:
                yield response
        except httpcore.TimeoutException as error:
            raise Unreachable("too slow: no whole answer in time") from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise Unreachable(f"no answer: {said(error)}") from error


def said(error: Exception) -> str:
    """What the network layer says, in one line."""
    return str(error).partition("\n")[0] or type(error).__name__


def trouble(status: int, headers: httpx.Headers) -> Unusable:
    """What a status other than success comes to."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    detail = f"HTTP {status} {phrase}".strip()
    if status in LATER:
        return Unreachable(detail, wait=retry_after(headers.get("retry-after")), answered=True)
    if status >= 500:
        return Unreachable(detail, again=False, answered=True)
    return Refused("forbidden" if status in CLOSED else "unreachable", detail, status=status)


def retry_after(value: str | None) -> float:
    """Seconds that a Retry-After header asks for; 0 if it says nothing that can be read."""
    if value is None:
        return 0.0
    if NUMBER.fullmatch(value.strip()):
        return float(value)
    try:
        at = parsedate_to_datetime(value)
        return max(0.0, (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):  # what the parser of mail dates raises for what is none
        return 0.0


def declared_length(headers: httpx.Headers) -> float:
    """Bytes that the server says will come; 0 if it does not."""
    found = NUMBER.fullmatch(headers.get("content-length", ""))
    return float(found[0]) if found else 0.0


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port: whom a password was given for."""
    return url.scheme, url.host, url.port


def authorization(url: httpx.URL) -> dict[str, str]:
    """The header for name and password in an address that the user gave."""
    if not url.userinfo:
        return {}
    request = next(httpx.BasicAuth(url.username, url.password).auth_flow(httpx.Request("GET", anonymous(url))))
    return {"authorization": request.headers["authorization"]}


def agent(contact: str | None) -> str:
    """Name and version, and whom a site can turn to."""
    try:
        number = version("tidings")
    except PackageNotFoundError:
        number = "0"
    return f"{robots.PRODUCT}/{number}" + (f" (+{contact})" if contact else "")


def wall_clock() -> float:
    """Seconds since 1970, for what is remembered between runs."""
    return time.time()
