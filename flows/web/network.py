"""Connections to addresses that were checked, each request with one deadline for all of it."""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore

from flows.web.addresses import Guard

_ends: ContextVar[float] = ContextVar("ends")
"""When the request of this thread must be over, by the monotonic clock."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """All connections used within the block must be done by then, however slowly bytes drip in."""
    token = _ends.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends.reset(token)


def left(timeout: float | None) -> float:
    """The timeout, or what is left until the deadline. Raises ReadTimeout past it."""
    rest = _ends.get() - time.monotonic()
    if rest <= 0:
        raise httpcore.ReadTimeout("the whole took too long")
    return rest if timeout is None else min(timeout, rest)


class Checked(httpcore.NetworkBackend):
    """Looks a host up, checks its addresses and connects to just these; a name that is looked up again cannot lead elsewhere.

    TLS and the Host header still go by the name.
    """

    def __init__(self, guard: Guard, inner: httpcore.NetworkBackend | None = None) -> None:
        self.guard, self.inner = guard, inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host that answers. Raises Unusable for a host that is not for us."""
        trouble: Exception = httpcore.ConnectError("no address")
        for address in self.guard.addresses(host, port):
            try:
                return Timed(self.inner.connect_tcp(address, port, left(timeout), local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble


class Timed(httpcore.NetworkStream):
    """A stream that ends with its request's deadline."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self.inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, left(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> httpcore.NetworkStream:
        return Timed(self.inner.start_tls(ssl_context, server_hostname, left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)
