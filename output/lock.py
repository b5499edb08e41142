"""The lock that one writer holds, and that ends with its process."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    BEYOND_TEXT = 2**30  # the locked byte cannot be read by others, so it lies behind the text that says who

    def take(descriptor: int) -> None:
        """The descriptor holds the lock; raises OSError if another one does."""
        os.lseek(descriptor, BEYOND_TEXT, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def take(descriptor: int) -> None:
        """The descriptor holds the lock; raises OSError if another one does."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


POLL_SECONDS = 0.1
held: set[int] = set()
"""Descriptors that hold a lock in this process."""


def let_go_in_child() -> None:
    """A forked worker does not share its parent's lock: it would keep it when the parent is killed."""
    for descriptor in held:
        os.close(descriptor)
    held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=let_go_in_child)


class Locked(RuntimeError):
    """Another process is writing."""


@contextmanager
def writer_lock(root: Path | str, *, wait: float | None = None, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Inside, this process is the only writer of the dataset under `root`; readers are not held up.

    If another is writing, `on_wait` is called once with a sentence that says who, and the lock is waited for:
    `wait` seconds, after which Locked is raised, or for ever if that is None. The operating system frees the lock
    when its process ends, however it ends, so a lock file that lies about means nothing.
    """
    path = Path(root) / ".lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    held.add(descriptor)
    try:
        acquire(descriptor, path, wait=wait, on_wait=on_wait)
        sign(descriptor)
        yield
    finally:
        if descriptor in held:  # not in a child that was forked inside
            held.discard(descriptor)
            os.close(descriptor)


def acquire(descriptor: int, path: Path, *, wait: float | None, on_wait: Callable[[str], None] | None) -> None:
    """The descriptor holds the lock, or Locked is raised."""
    end = None if wait is None else time.monotonic() + wait
    told = False
    while True:
        try:
            return take(descriptor)
        except OSError:
            if end is not None and time.monotonic() >= end:
                raise Locked(message(path)) from None
        if on_wait is not None and not told:
            on_wait(message(path))
        told = True
        time.sleep(POLL_SECONDS if end is None else max(0.0, min(POLL_SECONDS, end - time.monotonic())))


def sign(descriptor: int) -> None:
    """The lock file says which process holds the lock."""
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"{os.getpid()}\n".encode())


def message(path: Path) -> str:
    """Who holds the lock, and what to do."""
    who = path.read_text(errors="replace").strip()
    name = f"process {who}" if who.isdigit() else "another process"
    advice = f"Wait for it to end, or stop it; deleting {path.name} does not help, the lock ends with its process."
    return f"{path.parent}: {name} is writing a release. {advice}"
