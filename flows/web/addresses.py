"""Which addresses may be asked: public ones, and those of networks the user allows."""

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

from flows.sources.records import Unusable
from flows.web.trouble import Unreachable

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], list[str]]

GLOBAL_UNICAST = ip_network("2000::/3")
"""The only part of IPv6 that is given out to sites (RFC 4291, IANA); the rest is local, multicast, mapped or reserved."""
NAT64 = ip_network("64:ff9b::/96")
"""IPv4 seen from a network that has IPv6 alone (RFC 6052): as public as the address inside it."""
NEVER = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments, with one cloud's metadata at .192; Python 3.11 knows only the first eight
            "192.88.99.0/24",  # 6to4 relays, given up (RFC 7526)
            "168.63.129.16/32",  # tells machines of Azure about themselves, in a public range
            "2001::/32",  # Teredo carries an IPv4 address that nobody checks
            "3fff::/20",  # documentation (RFC 9637), not known to Python 3.11
        ),
    )
)
USUAL_PORTS = (80, 443)
FIRST_FREE_PORT = 1024
"""Below are mail, shells and name servers, which a page could make us write to."""
SCHEMES = ("http", "https")
MOST_ADDRESSES = 4
"""Addresses of one host that are tried."""


class Guard:
    """Says of a host which addresses to connect to; raises Unusable where one of them is not for us."""

    def __init__(self, allowed: Iterable[Network] = (), resolve: Resolve | None = None) -> None:
        self.allowed = tuple(allowed)
        self.resolve = resolve or system_addresses

    def addresses(self, host: str, port: int) -> list[str]:
        """Addresses of the host, every one of them checked. One that is not allowed is enough to refuse the host."""
        found = self.resolve(host, port)
        for address in found:
            if not self.admits(ip_address(address)):
                where = host if host == address else f"{host} ({address})"
                raise Unusable("forbidden", f"{where} is no public address; see the setting allowed_addresses")
        return found[:MOST_ADDRESSES]

    def admits(self, address: Address) -> bool:
        """Whether the address is public, or in a network that the user allows."""
        inner = embedded(address)
        known = (address,) if inner is None else (address, inner)
        return is_public(address) or any(one in network for one in known for network in self.allowed)


def embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_public(address: Address) -> bool:
    """Whether anybody on the internet can ask the address."""
    inner = embedded(address)
    if inner is not None:
        return is_public(inner)
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not any(address in network for network in NEVER)


def system_addresses(host: str, port: int) -> list[str]:
    """Addresses the system knows for a host, each once, in the order to try them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise Unreachable(f"the address of {host} could not be looked up") from error
        raise Unusable("unreachable", f"there is no host {host}") from error
    except UnicodeError as error:
        raise Unusable("unreachable", f"there is no host {host}: it is no name") from error
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def check(url: httpx.URL) -> None:
    """Raises Unusable if the scheme or port of an address is not for us."""
    if url.scheme not in SCHEMES or not url.host:
        raise Unusable("forbidden", f"{url.scheme or 'no scheme'}: only http and https addresses are asked")
    if url.port is not None and url.port not in USUAL_PORTS and url.port < FIRST_FREE_PORT:
        raise Unusable("forbidden", f"port {url.port} is not asked: 80, 443 and ports from {FIRST_FREE_PORT} on are")
