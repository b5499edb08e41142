"""Which addresses are asked: the guard, with a resolver that says what the test wants."""

from ipaddress import ip_address, ip_network

import httpcore
import httpx
import pytest

from flows.sources.records import Unusable
from flows.web import network
from flows.web.addresses import Guard, check
from flows.web.urls import joined, label, parsed


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.4.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "0.0.0.0"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.192", "198.18.0.1", "203.0.113.7", "168.63.129.16", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "2001:db8::1", "2001:0:1::1", "3fff::1"),
        *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:0a00:0001::1"),
    ],
)
def test_what_is_not_on_the_public_internet_is_not_asked(address: str) -> None:
    with pytest.raises(Unusable, match="no public address") as refusal:
        Guard(resolve=lambda host, port: [address]).addresses("news.example.org", 443)
    assert refusal.value.reason == "forbidden"


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.0.81", "2606:4700::1111", "2a04:4e42::81", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_what_is_public_is_asked(address: str) -> None:
    assert Guard(resolve=lambda host, port: [address]).addresses("news.example.org", 443) == [address]


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Unusable, match=r"news\.example\.org \(10\.0\.0\.1\) is no public address"):
        Guard(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"]).addresses("news.example.org", 443)


@pytest.mark.parametrize(
    ("address", "admitted"), [("10.1.2.3", True), ("::ffff:10.1.2.3", True), ("10.2.0.1", False), ("127.0.0.1", False), ("fd00::5", True)]
)
def test_the_user_may_allow_networks_and_no_other_is_allowed_with_them(address: str, admitted: bool) -> None:
    guard = Guard([ip_network("10.1.0.0/16"), ip_network("fd00::/64")])
    assert guard.admits(ip_address(address)) is admitted


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost"])
def test_other_spellings_of_loopback_are_looked_up_before_they_are_judged(host: str) -> None:
    with pytest.raises(Unusable) as refusal:
        Guard().addresses(host, 80)
    assert refusal.value.reason in ("forbidden", "unreachable")


class Recorded(httpcore.NetworkBackend):
    """Connects nowhere, and says where it was to."""

    def __init__(self) -> None:
        self.connected: list[tuple[str, int]] = []

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):  # type: ignore[no-untyped-def]
        self.connected.append((host, port))
        raise httpcore.ConnectError("nobody there")


def test_the_connection_goes_to_the_address_that_was_checked_and_the_name_is_looked_up_once() -> None:
    answers, inner = [["8.8.8.8", "8.8.4.4"], ["127.0.0.1"]], Recorded()
    backend = network.Checked(Guard(resolve=lambda host, port: answers.pop(0)), inner)
    with network.deadline(5), pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("rebinding.example.org", 443)
    assert inner.connected == [("8.8.8.8", 443), ("8.8.4.4", 443)]
    with network.deadline(5), pytest.raises(Unusable, match="no public address"):
        backend.connect_tcp("rebinding.example.org", 443)
    assert len(inner.connected) == 2


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://news.example.org/a", "gopher://a", "http://news.example.org:25/", "https://h:22/", "http:///a"]
)
def test_other_schemes_and_the_ports_of_other_services_are_not_asked(address: str) -> None:
    with pytest.raises(Unusable) as refusal:
        check(httpx.URL(address))
    assert refusal.value.reason == "forbidden"


@pytest.mark.parametrize("address", ["http://news.example.org/", "https://news.example.org:8443/a", "https://news.example.org:443/"])
def test_http_and_https_on_their_ports_are_asked(address: str) -> None:
    check(httpx.URL(address))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ana:geheim@news.example.org/a?id=4", "https://news.example.org/a?id=4"),
        ("https://news.example.org/a?api_key=123&page=2", "https://news.example.org/a?api_key=***&page=2"),
        ("https://news.example.org/a?x-amz-signature=abc", "https://news.example.org/a?x-amz-signature=***"),
        ("https://news.example.org/a?access_token=abc#part", "https://news.example.org/a?access_token=***"),
        ("https://news.example.org/a?keywords=strike&author=x", "https://news.example.org/a?keywords=strike&author=x"),
        ("https://münchen.example.org/über", "https://xn--mnchen-3ya.example.org/%C3%BCber"),
        ("http://ana:geheim@news.example.org:port/a?token=1", "http://news.example.org:port/a?token=***"),
    ],
)
def test_what_is_shown_of_an_address_holds_no_secret(address: str, shown: str) -> None:
    assert label(address) == shown


def test_a_link_brings_no_password_of_its_own() -> None:
    assert str(joined(parsed("https://news.example.org/a/b"), "//eve:x@other.example.org/c#d")) == "https://other.example.org/c"
