"""What is remembered of the web between runs, and bodies that no release has taken in yet. May be deleted at any time."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path
from threading import RLock

DAY = 86_400.0
ROBOTS_SECONDS = DAY
"""RFC 9309 wants a robots.txt asked for again after a day."""
FORGOTTEN_AFTER = 400 * DAY


@dataclass(frozen=True, slots=True)
class Visit:
    """The last time an address was asked."""

    key: str
    at: float
    """Seconds since 1970."""
    status: int
    """HTTP status; 0 if there was none."""
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    url: str | None = None
    """Where it was found in the end."""
    content_type: str | None = None
    charset: str | None = None
    body: str | None = None
    """Name of the file with the body, as long as no release has taken it in."""
    settled: int = 0
    """1 once a release has taken in what the visit gave."""


class Memory:
    """Visits and robots.txt files, in one SQLite file; `bodies` is the folder of bodies.

    With `fresh`, what earlier runs took in counts for nothing: for a dataset that is made anew.
    """

    def __init__(self, folder: Path, *, now: Callable[[], float], fresh: bool = False) -> None:
        self.bodies, self.now, self.fresh = folder / "bodies", now, fresh
        self.bodies.mkdir(parents=True, exist_ok=True)
        self.lock = RLock()
        path = folder / "memory.sqlite"
        try:
            self.base = opened(path)
        except sqlite3.DatabaseError:  # cut off while it was written, or of another version: it is made again
            path.unlink()
            self.base = opened(path)
        self.sweep()

    def close(self) -> None:
        """Everything is on disk afterwards."""
        self.base.close()

    def last(self, key: str) -> Visit | None:
        """The last visit, if what it gave can still be had: taken in by a release, or its body still here."""
        with self.lock, closing(self.base.execute("SELECT * FROM visits WHERE key = ?", (key,))) as rows:
            row = rows.fetchone()
        visit = Visit(*row) if row else None
        if visit is None or (visit.settled and self.fresh):
            return None
        return visit if visit.settled or (visit.body and (self.bodies / visit.body).is_file()) else None

    def keep(self, visit: Visit) -> None:
        """The visit is the last one of its address."""
        with self.lock, self.base:
            self.base.execute(f"INSERT OR REPLACE INTO visits VALUES ({', '.join('?' * len(fields(Visit)))})", astuple(visit))

    def forget(self, key: str) -> None:
        """The address will be read in full next time."""
        with self.lock, self.base:
            self.base.execute("DELETE FROM visits WHERE key = ?", (key,))

    def robots(self, origin: str) -> str | None:
        """The robots.txt of a site, if it was asked for today."""
        with self.lock, closing(self.base.execute("SELECT text, at FROM robots WHERE origin = ?", (origin,))) as rows:
            row = rows.fetchone()
        return str(row[0]) if row and 0 <= self.now() - row[1] < ROBOTS_SECONDS else None

    def keep_robots(self, origin: str, text: str) -> None:
        """The site's robots.txt as of now."""
        with self.lock, self.base:
            self.base.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, text, self.now()))

    def settle(self) -> None:
        """A release has taken in all that was fetched: bodies go, visits stay."""
        with self.lock, self.base:
            self.base.execute("UPDATE visits SET settled = 1, body = NULL WHERE settled = 0")
        self.sweep()

    def sweep(self) -> None:
        """Bodies that no visit knows are gone, and visits of long ago."""
        with self.lock, self.base:
            self.base.execute("DELETE FROM visits WHERE at < ?", (self.now() - FORGOTTEN_AFTER,))
            known = {row[0] for row in self.base.execute("SELECT body FROM visits WHERE body IS NOT NULL")}
        for path in self.bodies.iterdir():
            if path.name not in known:
                path.unlink(missing_ok=True)


def opened(path: Path) -> sqlite3.Connection:
    """The file with its tables. Raises DatabaseError if it holds something else."""
    base = sqlite3.connect(path, check_same_thread=False)
    columns = [field.name for field in fields(Visit)]
    try:
        base.execute("PRAGMA synchronous = OFF")  # waiting for the disk took 33 ms a page; what a power cut spoils is made again
        if base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("spoilt")
        base.execute("CREATE TABLE IF NOT EXISTS robots (origin PRIMARY KEY, text, at)")
        base.execute(f"CREATE TABLE IF NOT EXISTS visits ({', '.join(columns)}, PRIMARY KEY (key))")
        if [row[1] for row in base.execute("PRAGMA table_info(visits)")] != columns:
            raise sqlite3.DatabaseError("other columns")
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base


def key_of(label: str, use: str = "") -> str:
    """What an address is remembered by: the one it is shown as, so that a new signature makes no new page. One used in another way is asked anew."""
    return sha256(f"{use}|{label}".encode()).hexdigest()
