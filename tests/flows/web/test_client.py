"""How the client asks, waits, follows and gives up: against sites on loopback, without a real pause."""

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from flows.web.client import Limits, agent, retry_after
from flows.web.pace import Pace
from tests.flows.web.conftest import QUICK, Runs
from tests.flows.web.site import Reply, Site, sites

STORY = "The ferry to the islands sails again, the harbor office said on Monday."


def test_a_page_of_text_is_an_article_with_its_address(run: Runs, site: Site) -> None:
    site.pages["/a.txt"] = Reply(STORY)
    record = run(f"{site.url}/a.txt").records.row(0, named=True)
    assert (record["text_raw"], record["url"], record["source_path"]) == (STORY, f"{site.url}/a.txt", f"{site.url}/a.txt")


def test_the_client_says_who_it_is_and_keeps_no_cookie(run: Runs, site: Site) -> None:
    site.pages["/a.txt"] = Reply(STORY, headers={"Set-Cookie": "id=1; Path=/"})
    run.settings["contact"] = "https://example.org/about-us"
    run(f"{site.url}/a.txt")
    run(f"{site.url}/a.txt")
    assert {asked.headers["user-agent"] for asked in site.log} == {agent("https://example.org/about-us")}
    assert agent("https://example.org/about-us").startswith("Tidings/") and agent(None).count("+") == 0
    assert [asked.headers.get("cookie") for asked in site.log] == [None] * len(site.log)


def test_environment_proxies_are_not_used(run: Runs, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a.txt"] = Reply(STORY)
    assert run(f"{site.url}/a.txt").records.height == 1


@pytest.mark.parametrize(
    ("reply", "reason", "detail", "times"),
    [
        (Reply(status=404), "unreachable", "HTTP 404 Not Found", 1),
        (Reply(status=410), "unreachable", "HTTP 410 Gone", 1),
        (Reply(status=403), "forbidden", "HTTP 403 Forbidden", 1),
        (Reply(status=401), "forbidden", "HTTP 401 Unauthorized", 1),
        (Reply(status=500), "unreachable", "HTTP 500 Internal Server Error", 3),
        (Reply(status=429), "unreachable", "HTTP 429 Too Many Requests", 3),
        (Reply(reset=True), "unreachable", "no answer", 3),
        (Reply("x" * 200_000), "too_large", "more than 100000 bytes", 1),
        (Reply("x" * 200_000, headers={"Content-Length": None, "Connection": "close"}), "too_large", "more than 100000 bytes", 1),
        (Reply(gzip.compress(b"x" * 30_000_000), headers={"Content-Encoding": "gzip"}), "too_large", "more than 100000 bytes", 1),
        (Reply(gzip.compress(STORY.encode())[:-12], headers={"Content-Encoding": "gzip"}), "unreadable", "gzip data end early", 1),
        (Reply(b"no gzip", headers={"Content-Encoding": "gzip"}), "unreadable", "gzip data broken", 1),
        (Reply(b"odd", headers={"Content-Encoding": "br"}), "unreadable", "sent as br, which was not asked for", 1),
        (Reply(status=302, headers={"Location": "/a"}), "unreachable", "redirects in a circle", 1),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/latest"}), "forbidden", "10.0.0.1 is no public address", 1),
        (Reply(status=302, headers={"Location": "http://169.254.169.254/meta"}), "forbidden", "is no public address", 1),
        (Reply(status=302, headers={"Location": "http://[::ffff:10.0.0.1]/"}), "forbidden", "is no public address", 1),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "forbidden", "only http and https", 1),
        (Reply(status=302, headers={"Location": "http://127.0.0.1:22/"}), "forbidden", "port 22 is not asked", 1),
        (Reply(status=302, headers={"Location": "http://[half"}), "malformed", "a link that is no address", 1),
        (Reply(status=304), "unreachable", "HTTP 304 Not Modified", 1),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_what_is_no_page_is_a_reject_with_a_reason(reply: Reply, reason: str, detail: str, times: int, run: Runs, site: Site) -> None:
    site.pages["/a"] = reply
    collected = run(f"{site.url}/a")
    (refused,) = collected.rejects.select("source_path", "reason", "detail").rows()
    assert (refused[0], refused[1], detail in refused[2]) == (f"{site.url}/a", reason, True), refused
    assert len(site.asked()) == times


def test_a_host_that_is_not_there_is_a_reject(run: Runs) -> None:
    with sites(1) as (gone,):
        address = f"{gone.url}/a"
    run(address)
    assert run.refused[0][0] == "unreachable" and "no answer" in run.refused[0][1]
    assert run.fetched.is_cut_off, "nobody answered at all: the task may try again"


def test_an_answer_that_drips_in_for_ever_is_ended(run: Runs, site: Site) -> None:
    run.limits = replace(QUICK, whole=0.25, attempts=1)
    site.pages["/robots.txt"] = Reply(status=404)
    site.pages["/a"] = Reply("x" * 200, drip=0.02)
    run(f"{site.url}/a")
    assert run.refused == [("unreachable", "too slow: no whole answer in time")]


def test_trouble_that_passes_is_waited_for_longer_each_time(run: Runs, site: Site) -> None:
    site.pages["/a.txt"] = [Reply(status=500), Reply(reset=True), Reply(STORY)]
    assert run(f"{site.url}/a.txt").records.height == 1
    assert [pause for pause in run.slept if pause != 1.0] == [2.0] and len(site.asked()) == 3


@pytest.mark.parametrize(("after", "pauses", "times"), [("7", [7.0], 2), ("3600", [], 1)])
def test_a_host_is_asked_again_when_it_says_and_left_alone_if_that_is_too_late(
    after: str, pauses: list[float], times: int, run: Runs, site: Site
) -> None:
    site.pages["/a.txt"] = [Reply(status=503, headers={"Retry-After": after}), Reply(STORY)]
    run(f"{site.url}/a.txt")
    assert [pause for pause in run.slept if pause > 2] == pauses and len(site.asked()) == times


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (None, 0),
        ("soon", 0),
        ("²", 0),
        ("9" * 5000, float("inf")),
        ("Mon, 99 Zzz 99999 99:99:99", 0),
        ("Tue, 04 Nov 2025 10:00:00 GMT", 0),
        ("-5", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(value: str | None, seconds: float) -> None:
    assert retry_after(value) == seconds
    assert 50 < retry_after(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)) <= 61


def test_a_host_that_never_answers_is_given_up(run: Runs, site: Site, tmp_path) -> None:  # type: ignore[no-untyped-def]
    site.pages |= {f"/{i}": Reply(reset=True) for i in range(5)}
    (tmp_path / "pages.txt").write_text("\n".join(f"{site.url}/{i}" for i in range(5)))
    run(f"urls:{tmp_path}/pages.txt")
    assert [reason for reason, _ in run.refused] == ["unreachable"] * 5
    assert len(site.asked()) == 6, "three attempts at each of the first two pages, none at the others"


def test_redirects_are_followed_to_the_page_and_each_hop_is_checked(run: Runs) -> None:
    with sites(2) as (first, second):
        first.pages["/a"] = Reply(status=301, headers={"Location": f"{second.url}/b"})
        second.pages["/b"] = Reply(status=302, headers={"Location": "/c.txt"})
        second.pages["/c.txt"] = Reply(STORY)
        record = run(f"{first.url}/a").records.row(0, named=True)
        assert (record["source_path"], record["url"]) == (f"{first.url}/a", f"{second.url}/c.txt")
        second.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /c")
        (run.work / "work" / "web" / "memory.sqlite").unlink()
        run(f"{first.url}/a")
        assert run.refused == [("forbidden", "robots.txt of the site closes this page to programs")]


def test_more_redirects_than_ten_are_too_many(run: Runs, site: Site) -> None:
    site.pages |= {f"/{i}": Reply(status=302, headers={"Location": f"/{i + 1}"}) for i in range(20)}
    run(f"{site.url}/0")
    assert run.refused == [("unreachable", "more than 10 redirects")] and len(site.asked()) == 11


def test_a_password_goes_to_its_own_site_alone_and_is_shown_nowhere(run: Runs) -> None:
    with sites(2) as (first, second):
        first.pages["/a"] = Reply(status=302, headers={"Location": f"{second.url}/b.txt"})
        second.pages["/b.txt"] = Reply(STORY)
        collected = run(first.url.replace("//", "//ana:geheim@") + "/a?token=abc123&page=1")
        first.pages["/a?token=abc123&page=1"] = first.pages["/a"]
        collected = run(first.url.replace("//", "//ana:geheim@") + "/a?token=abc123&page=1", fresh=True)
        page = next(asked for asked in reversed(first.log) if asked.path.startswith("/a"))
        assert page.headers["authorization"].startswith("Basic ")
        assert [asked.headers.get("authorization") for asked in second.log] == [None] * len(second.log)
        assert collected.records["source_path"].to_list() == [f"{first.url}/a?token=***&page=1"]
        shown = json.dumps([collected.records.rows(), collected.rejects.rows(), collected.inputs, run.fetched.notes], default=str)
        assert "geheim" not in shown and "abc123" not in shown


@pytest.mark.parametrize("charset", ["utf-8", "no-such-encoding", "base64", "'"])
def test_a_declared_encoding_that_is_wrong_does_not_spoil_the_text(charset: str, run: Runs, site: Site) -> None:
    text = "Die Fähre nach Föhr fährt wieder, sagte die Hafenbehörde am Montag in Dagebüll."
    site.pages["/a.txt"] = Reply(text.encode("cp1252"), type=f"text/plain; charset={charset}")
    assert run(f"{site.url}/a.txt").records["text_raw"].to_list() == [text]


def test_between_two_requests_at_a_host_lies_its_pause(run: Runs, site: Site) -> None:
    site.pages |= {"/a.txt": Reply(STORY), "/robots.txt": Reply("User-agent: *\nCrawl-delay: 4")}
    run(f"{site.url}/a.txt", f"{site.url}/a.txt?2")
    assert run.slept == [1.0, 4.0] + ([4.0] * (len(run.slept) - 2))


def test_a_pause_has_a_limit_and_other_hosts_need_not_wait() -> None:
    slept: list[float] = []
    pace = Pace(1.0, sleep=slept.append, clock=lambda: 0.0)
    for host, delay in (("a", 3600.0), ("b", None), ("a", None), ("b", None)):
        with pace.turn(host, delay):
            pass
    assert slept == [30.0, 1.0]


def test_limits_as_they_stand_let_a_request_take_a_minute_and_a_half() -> None:
    assert (Limits().whole, Limits().attempts, Limits().redirects) == (90.0, 3, 10)
