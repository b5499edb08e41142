"""One request at a time at a host, and a pause after each."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

LONGEST_DELAY = 30.0
"""Seconds; a site that asks for more between two requests gets this."""
PATIENCE = 6
"""Requests in a row without any answer, two pages tried three times each, after which a host is left alone for the run."""


class Pace:
    """Turns at hosts. `sleep` and `clock` may be others than the real ones."""

    def __init__(self, delay: float, *, sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic) -> None:
        self.delay, self.sleep, self.clock = delay, sleep, clock
        self.locks: dict[str, Lock] = {}
        self.free_at: dict[str, float] = {}
        self.silent: Counter[str] = Counter()
        self.guard = Lock()

    @contextmanager
    def turn(self, host: str, delay: float | None = None) -> Iterator[None]:
        """Within the block nobody else asks this host; it begins after the pause that follows the turn before."""
        with self.guard:
            lock = self.locks.setdefault(host, Lock())
        with lock:
            rest = self.free_at.get(host, 0.0) - self.clock()
            if rest > 0:
                self.sleep(rest)
            try:
                yield
            finally:
                self.free_at[host] = self.clock() + min(max(self.delay, delay or 0.0), LONGEST_DELAY)

    def heard(self, host: str) -> None:
        """The host gave an answer."""
        self.silent[host] = 0

    def missed(self, host: str) -> None:
        """The host gave none."""
        self.silent[host] += 1

    def give_up(self, host: str) -> None:
        """The host asked to be left alone for longer than a run lasts."""
        self.silent[host] = PATIENCE

    def is_given_up(self, host: str) -> bool:
        """Whether the host is left alone for the rest of the run."""
        return self.silent[host] >= PATIENCE
