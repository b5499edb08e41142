"""Feeds, sitemaps and lists over several runs: what is new is read, what is known is not asked for again."""

import gzip
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from flows.sources.collect import Collected
from flows.web.named import Named
from tests.flows.web.conftest import Runs
from tests.flows.web.site import HTML_TYPE, RSS_TYPE, Reply, Site, index, page, rss, sites, urlset

FERRY = ("ferry", "The ferry to the islands sails again, the harbor office said on Monday.")
STRIKE = ("strike", "Dockers in the old port ended their strike after eleven days of talks.")
BRIDGE = ("bridge", "Engineers closed the northern bridge to lorries because of a crack in a pillar.")
LONG = [
    "The port authority opened the new ferry terminal on Monday after three years of building work and two delays.",
    "About four hundred people came to see the first ship leave for the islands, and the mayor thanked the builders.",
    "Tickets can be bought at the terminal and at the railway station, a spokeswoman of the port authority said.",
    "The old terminal will be torn down in spring, and a park is planned on the ground where it stood.",
]


def titles(collected: Collected) -> list[str | None]:
    return collected.records["title"].to_list()


def feed(site: Site, *items: tuple[str, str], etag: str | None = None) -> Reply:
    return Reply(rss(site, *items), type=RSS_TYPE, etag=etag)


def article(name: str) -> Reply:
    return Reply(page(f"Of the {name}", *LONG), type=HTML_TYPE)


@pytest.fixture
def text_pages(site: Site) -> Callable[..., list[str]]:
    """Puts pages of plain text on the site and gives their addresses."""

    def put(*names: str) -> list[str]:
        site.pages |= {f"/{name}.txt": Reply(f"Story {name}. The harbor office said so on Monday.") for name in names}
        return [f"{site.url}/{name}.txt" for name in names]

    return put


def test_a_feed_polled_again_gives_what_is_new_and_what_changed(run: Runs, site: Site) -> None:
    address = f"{site.url}/rss"
    site.pages["/rss"] = feed(site, FERRY, etag='"1"')
    assert titles(run(address)) == ["Story ferry"]
    assert (titles(run(address)), run.fetched.items, run.fetched.notes) == ([], [], [f"{address}: nothing new"])
    site.pages["/rss"] = feed(site, STRIKE, FERRY, etag='"2"')
    assert titles(run(address)) == ["Story strike", "Story ferry"]
    site.pages["/rss"] = feed(site, STRIKE, (FERRY[0], FERRY[1] + " Two more will follow."), etag='"3"')
    assert run(address).records["text_raw"].to_list()[1].endswith("Two more will follow.")
    assert [status for _, status in site.asked()] == [200, 304, 200, 200]


def test_a_feed_that_only_says_when_it_changed_is_asked_by_date(run: Runs, site: Site) -> None:
    site.pages["/rss"] = replace(feed(site, FERRY), modified=1_762_250_000.0)
    assert [run(f"{site.url}/rss").records.height for _ in range(2)] == [1, 0]
    assert [status for _, status in site.asked()] == [200, 304]


def test_a_server_that_remembers_nothing_is_seen_through_by_the_hash(run: Runs, site: Site) -> None:
    site.pages["/rss"] = feed(site, FERRY)
    assert [run(f"{site.url}/rss").records.height for _ in range(2)] == [1, 0]
    assert ([status for _, status in site.asked()], run.refused) == ([200, 200], [])


def test_what_no_release_took_in_is_given_again_without_being_fetched_again(run: Runs, site: Site) -> None:
    site.pages["/rss"] = feed(site, FERRY, etag='"1"')
    assert [run(f"{site.url}/rss", settled=settled).records.height for settled in (False, False, True, True)] == [1, 1, 1, 0]
    assert [status for _, status in site.asked()] == [200, 304, 304, 304]


def test_a_dataset_that_is_made_anew_is_given_everything(run: Runs, site: Site) -> None:
    site.pages["/rss"] = feed(site, FERRY, etag='"1"')
    assert [run(f"{site.url}/rss", fresh=fresh).records.height for fresh in (False, True, False)] == [1, 1, 0]


@pytest.mark.parametrize("damage", ["deleted", "cut", "foreign"])
def test_the_memory_may_be_lost_at_any_time(damage: str, run: Runs, site: Site) -> None:
    site.pages["/rss"] = feed(site, FERRY, etag='"1"')
    run(f"{site.url}/rss")
    memory = run.work / "work" / "web" / "memory.sqlite"
    if damage == "foreign":
        memory.unlink()
        sqlite3.connect(memory).execute("CREATE TABLE visits (a, b)")
    elif damage == "cut":
        memory.write_bytes(b"SQLite format 3\0 and no more, as after a crash" * 40)
    else:
        memory.unlink()
    assert run(f"{site.url}/rss").records.height == 1


def test_a_feed_that_is_down_is_a_reject_and_is_read_once_it_is_up(run: Runs, site: Site) -> None:
    site.pages |= {"/rss": [Reply(status=503)] * 3 + [feed(site, FERRY)], "/other": feed(site, STRIKE)}
    first = run(f"{site.url}/rss", f"{site.url}/other")
    assert (titles(first), run.refused) == (["Story strike"], [("unreachable", "HTTP 503 Service Unavailable")])
    assert titles(run(f"{site.url}/rss", f"{site.url}/other")) == ["Story ferry"]


def test_a_page_where_a_feed_should_be_says_so(run: Runs, site: Site) -> None:
    site.pages["/rss"] = Reply(page("Welcome", *LONG), type=HTML_TYPE)
    run(Named("harbor", "feed", f"{site.url}/rss"))
    ((reason, detail),) = run.refused
    assert reason == "malformed" and detail.startswith("no feed: text/html that begins: <!doctype html>")


def test_links_of_a_feed_are_followed_only_with_leave(run: Runs, site: Site) -> None:
    site.pages |= {"/rss": feed(site, FERRY), "/ferry": article("ferry")}
    assert run(f"{site.url}/rss").records["text_raw"].to_list() == [FERRY[1]]
    assert site.asked() == [("/rss", 200)]


def test_followed_pages_stand_in_the_stead_of_their_entries(run: Runs, site: Site) -> None:
    run.settings["follow_links"] = True
    site.pages |= {"/rss": feed(site, FERRY, STRIKE, BRIDGE), "/ferry": article("ferry"), "/strike": Reply(status=404)}
    site.pages["/bridge"] = Reply("%PDF-1.7 no article", type="application/pdf")
    collected = run(Named("harbor", "feed", f"{site.url}/rss", source_name="Harbor News"))
    got = {row["url"].rpartition("/")[2]: row for row in collected.records.iter_rows(named=True)}
    assert LONG[1] in got["ferry"]["text_raw"] and got["ferry"]["published_at_raw"].startswith("Tue, 04 Nov 2025")
    assert (got["strike"]["text_raw"], got["bridge"]["text_raw"]) == (STRIKE[1], BRIDGE[1])
    assert {row["source_name"] for row in got.values()} == {"Harbor News"}
    told = dict(collected.rejects.select("source_path", "detail").rows())
    assert told[f"{site.url}/strike"] == "HTTP 404 Not Found; what the feed says was read instead"
    assert set(told) == {f"{site.url}/strike", f"{site.url}/bridge"}


def test_a_page_that_was_fetched_is_not_fetched_again_until_its_time_and_then_only_if_it_changed(
    run: Runs, site: Site, later: Callable[[float], None]
) -> None:
    run.settings["follow_links"] = True
    site.pages |= {"/ferry": replace(article("ferry"), etag='"p1"'), "/strike": article("strike")}
    counts = []
    for hours, items in ((0, [FERRY]), (1, [STRIKE, FERRY]), (24, [FERRY, STRIKE])):
        later(hours)
        site.pages["/rss"] = feed(site, *items)
        counts.append(run(f"{site.url}/rss").records.height)
    assert (counts, [asked for asked in site.asked() if asked[0] == "/ferry"]) == ([1, 1, 0], [("/ferry", 200), ("/ferry", 304)])
    later(25)
    site.pages |= {"/rss": feed(site, FERRY), "/ferry": Reply("The mayor has resigned since.", etag='"p2"')}
    assert "resigned since" in run(f"{site.url}/rss").records["text_raw"].to_list()[0]


def test_a_page_in_trouble_is_asked_for_again_in_the_next_run_although_the_feed_is_the_same(run: Runs, site: Site) -> None:
    run.settings["follow_links"] = True
    site.pages |= {"/rss": feed(site, FERRY, etag='"1"'), "/ferry": [Reply(status=503)] * 3 + [article("ferry")]}
    assert run(f"{site.url}/rss").records["text_raw"].to_list() == [FERRY[1]]
    assert LONG[0] in run(f"{site.url}/rss").records["text_raw"].to_list()[0]


def test_pages_of_a_sitemap_are_fetched_newest_first_some_a_run(run: Runs, site: Site, text_pages: Callable[..., list[str]]) -> None:
    a, b, c = text_pages("a", "b", "c")
    run.settings["pages_per_source"] = 2
    site.pages["/sitemap.xml"] = Reply(urlset((a, "2025-11-01"), (b, "2025-11-03"), (c, "2025-11-02")), type="text/xml", etag='"1"')
    got = [run(f"{site.url}/sitemap.xml").records["source_path"].to_list() for _ in range(4)]
    assert got == [[b, c], [a], [], []]
    assert [status for path, status in site.asked() if path == "/sitemap.xml"] == [200, 200, 304, 304]


def test_a_page_whose_sitemap_says_it_changed_is_read_again(
    run: Runs, site: Site, text_pages: Callable[..., list[str]], later: Callable[[float], None]
) -> None:
    a, b = text_pages("a", "b")
    site.pages["/sitemap.xml"] = Reply(urlset((a, "2025-11-01"), (b, "2025-11-01")), type="text/xml")
    assert run(f"{site.url}/sitemap.xml").records.height == 2
    later(30)
    site.pages |= {"/sitemap.xml": Reply(urlset((a, "2999-01-01"), (b, "2025-11-01"))), "/a.txt": Reply("Story a, corrected on Tuesday.")}
    assert run(f"{site.url}/sitemap.xml").records["text_raw"].to_list() == ["Story a, corrected on Tuesday."]
    assert [path for path, _ in site.asked()].count("/b.txt") == 1


def test_an_index_of_sitemaps_is_read_three_deep(run: Runs, site: Site, text_pages: Callable[..., list[str]]) -> None:
    a, b = text_pages("a", "b")
    site.pages |= {
        "/sitemap.xml": Reply(index((f"{site.url}/2025.xml", "2025-11-01"), (f"{site.url}/old.xml", "2024-11-01"), (f"{site.url}/gone.xml", ""))),
        "/2025.xml": Reply(index((f"{site.url}/november.xml.gz", ""))),
        "/november.xml.gz": Reply(gzip.compress(urlset((a, "")).encode()), type="application/gzip"),
        "/old.xml": Reply(urlset((b, ""))),
    }
    collected = run(f"{site.url}/sitemap.xml")
    assert collected.records["source_path"].to_list() == [a, b]
    assert run.refused == [("unreachable", "HTTP 404 Not Found")]
    site.pages["/2025.xml"] = Reply(index((f"{site.url}/deep.xml", "")))
    site.pages["/deep.xml"] = Reply(index((f"{site.url}/deeper.xml", "")))
    run(f"{site.url}/sitemap.xml", fresh=True)
    assert ("too_deep", "more than 3 sitemaps inside each other") in run.refused


def test_a_news_sitemap_fills_what_its_pages_leave_open(run: Runs, site: Site, text_pages: Callable[..., list[str]]) -> None:
    news = (
        "<news:news><news:publication><news:name>Harbor News</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2025-11-04T08:00:00Z</news:publication_date><news:title>The ferry sails</news:title></news:news>"
    )
    (a,) = text_pages("a")
    site.pages["/news.xml"] = Reply(urlset((a, ""), news=news), type="text/xml")
    record = run(Named("harbor", "sitemap", f"{site.url}/news.xml")).records.row(0, named=True)
    shown = [record[name] for name in ("title", "published_at_raw", "published_at_source", "source_name", "language_raw")]
    assert shown == ["The ferry sails", "2025-11-04T08:00:00Z", "metadata", "Harbor News", "en"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("pages.txt", ["# of the port", "{a}", "", "{b}"]),
        ("pages.csv", ["title,link", "On A,{a}", "On B,{b}"]),
        ("pages.tsv", ["url\tdate", "{a}\t2025-11-04", "{b}\t"]),
    ],
)
def test_a_list_of_addresses_is_fetched_one_by_one(
    name: str, lines: list[str], run: Runs, text_pages: Callable[..., list[str]], tmp_path: Path, site: Site
) -> None:
    a, b = text_pages("a", "b")
    (tmp_path / name).write_text("\n".join(lines).format(a=a, b=b))
    collected = run(f"urls:{tmp_path}/{name}")
    assert (collected.records["source_path"].to_list(), run.refused) == ([a, b], [])
    if name == "pages.csv":
        assert titles(collected) == ["On A", "On B"]
    assert run(f"urls:{tmp_path}/{name}").records.height == 0
    assert len(site.asked()) == 2, "known pages are not asked for again"


def test_a_line_that_is_no_address_is_a_reject_and_the_others_are_read(run: Runs, text_pages: Callable[..., list[str]], tmp_path: Path) -> None:
    (a,) = text_pages("a")
    (tmp_path / "pages.txt").write_text(f"see the harbor\nfile:///etc/passwd\n{a}\nhttp://[half\n{a}\n")
    collected = run(f"urls:{tmp_path}/pages.txt")
    assert collected.records["source_path"].to_list() == [a]
    assert collected.rejects.select("source_path", "record_locator", "reason").rows() == [
        ("pages.txt", "line-1", "malformed"),
        ("pages.txt", "line-2", "malformed"),
        ("http://[half", "", "malformed"),
    ]


def test_a_list_may_itself_be_on_the_web(run: Runs, site: Site, text_pages: Callable[..., list[str]]) -> None:
    site.pages["/list"] = Reply("\n".join(text_pages("a", "b")))
    assert run(f"urls:{site.url}/list").records.height == 2


def test_rows_of_a_table_on_the_web_are_articles_of_their_own(run: Runs, site: Site) -> None:
    site.pages["/export.csv"] = Reply("title,text\nA,The harbor opens.\nB,The harbor closes.\n", type="text/csv")
    collected = run(f"{site.url}/export.csv")
    assert collected.records.select("title", "url", "source_ref").rows() == [
        ("A", None, f"{site.url}/export.csv#row-1"),
        ("B", None, f"{site.url}/export.csv#row-2"),
    ]


def test_one_source_that_fails_does_not_stop_the_others_and_their_order_stays(run: Runs) -> None:
    with sites(3) as (first, second, third):
        first.pages["/a.txt"] = Reply("Story a.")
        third.pages["/c.txt"] = Reply("Story c.")
        collected = run(f"{first.url}/a.txt", f"{second.url}/b.txt", "http://10.1.1.1/x", f"{third.url}/c.txt")
    assert collected.records["text_raw"].to_list() == ["Story a.", "Story c."]
    assert [reason for reason, _ in run.refused] == ["unreachable", "forbidden"]
    assert not run.fetched.is_cut_off


def test_a_page_that_two_sources_list_is_fetched_once(run: Runs, site: Site, text_pages: Callable[..., list[str]], tmp_path: Path) -> None:
    (a,) = text_pages("a")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(a)
    assert run(f"urls:{tmp_path}/one.txt", f"urls:{tmp_path}/two.txt").records.height == 1
    assert site.asked() == [("/a.txt", 200)]


def test_bodies_do_not_pile_up(run: Runs, site: Site) -> None:
    site.pages["/a.txt"] = Reply("Story a.")
    run(f"{site.url}/a.txt", settled=False)
    bodies = run.work / "work" / "web" / "bodies"
    assert len(list(bodies.iterdir())) == 1
    run(f"{site.url}/a.txt", settled=True)
    assert list(bodies.iterdir()) == []


def test_nothing_of_this_machine_is_in_the_tables(run: Runs, site: Site, tmp_path: Path) -> None:
    site.pages |= {"/a.txt": Reply("Story a."), "/b.csv": Reply("a,b\n1,2\n"), "/c.parquet": Reply(b"PAR1 and no more")}
    collected = run(f"{site.url}/a.txt", f"{site.url}/b.csv", f"{site.url}/c.parquet")
    cells = [str(cell) for frame in collected[:2] for row in frame.rows() for cell in row] + [str(collected.inputs)]
    assert [cell for cell in cells if str(tmp_path) in cell] == []
    assert collected.rejects.sort("source_path")["reason"].to_list() == ["missing_fields", "malformed"]
