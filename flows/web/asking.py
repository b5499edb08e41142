"""Addresses asked in the light of their last visit, and the visit remembered."""

import codecs
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx

from flows.sources.records import Found, Origin, RawRecord, Reject, Unusable
from flows.web.client import Answer, Client
from flows.web.memory import Memory, Visit
from flows.web.named import Named
from flows.web.trouble import Refused, Unreachable
from flows.web.urls import label, suffix


class Asker:
    """Asks for what is new at addresses. `tell` hears of every address that is done."""

    def __init__(self, client: Client, memory: Memory, tell: Callable[[], None] = lambda: None) -> None:
        self.client, self.memory, self.tell = client, memory, tell
        self.was_answered = self.was_silent = False
        """Whether any host gave an answer, and whether any gave none."""
        self.passing: set[str] = set()
        """Keys of addresses whose trouble may be gone next time."""

    def one(self, url: httpx.URL, key: str, source: Named, *, known: RawRecord | None = None) -> Found | Reject | None:
        """What an address gives: a file, a reason why none, or None if it is what it was."""
        last, into = self.memory.last(key), self.memory.bodies / f"{uuid4().hex}.part"
        try:
            answer = self.client.get(url, into, etag=last.etag if last else None, last_modified=last.last_modified if last else None)
        except Unusable as unusable:
            into.unlink(missing_ok=True)
            return self.missed(url, key, unusable)
        finally:
            self.tell()
        self.was_answered = True
        visit = self.visit(key, answer, last, into)
        self.memory.keep(visit)
        return self.found(url, visit, source, known) if visit.body else None

    def missed(self, url: httpx.URL, key: str, unusable: Unusable) -> Reject:
        """The Reject for an address that gave nothing. What may pass is asked again in the next run, the rest only later."""
        if isinstance(unusable, Unreachable):
            self.passing.add(key)
        else:
            self.memory.keep(Visit(key, self.memory.now(), unusable.status if isinstance(unusable, Refused) else 0))
        if isinstance(unusable, Refused) or (isinstance(unusable, Unreachable) and unusable.answered):
            self.was_answered = True
        elif isinstance(unusable, Unreachable):
            self.was_silent = True
        return unusable.reject(label(url))

    def visit(self, key: str, answer: Answer, last: Visit | None, into: Path) -> Visit:
        """The visit to be remembered: the last one again if nothing changed, else one with a body."""
        now = self.memory.now()
        if last and (answer.sha256 is None or answer.sha256 == last.sha256):
            into.unlink(missing_ok=True)
            return replace(
                last, at=now, etag=answer.headers.get("etag", last.etag), last_modified=answer.headers.get("last-modified", last.last_modified)
            )
        body = f"{key[:32]}{suffix(answer.url, answer.content_type)}"
        into.replace(self.memory.bodies / body)
        final, validators = label(answer.url), (answer.headers.get("etag"), answer.headers.get("last-modified"))
        return Visit(key, now, answer.status, *validators, answer.sha256, final, answer.content_type, answer.charset, body)

    def found(self, url: httpx.URL, visit: Visit, source: Named, known: RawRecord | None) -> Found:
        """The body of a visit as a file to read."""
        origin = Origin(label(visit.url or url), codec(visit.charset), visit.content_type, source.source_name)
        return Found(self.memory.bodies / str(visit.body), label(url), label(url), origin, known)


def codec(charset: str | None) -> str | None:
    """The encoding a server declared, if there is such a one."""
    try:
        return codecs.lookup(charset).name if charset else None
    except (LookupError, ValueError):
        return None
