"""What a robots.txt opens and closes."""

import pytest

from tests.flows.web.conftest import Runs
from tests.flows.web.site import Reply, Site

CLOSED = ("forbidden", "robots.txt of the site closes this page to programs")


@pytest.mark.parametrize(
    ("robots", "path", "is_open"),
    [
        ("User-agent: *\nDisallow: /private", "/news/a.txt", True),
        ("User-agent: *\nDisallow: /news", "/news/a.txt", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news/a", "/news/a.txt", True),
        ("User-agent: *\nDisallow: /*.txt$", "/news/a.txt", False),
        ("User-agent: *\nDisallow: /*?print=", "/a.txt?print=1", False),
        ("User-agent: Tidings\nDisallow: /\n\nUser-agent: *\nDisallow:", "/news/a.txt", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: tidings\nDisallow:", "/news/a.txt", True),
        ("User-agent: OtherBot\nDisallow: /", "/news/a.txt", True),
        ("<html>not found</html>", "/news/a.txt", True),
        ("", "/news/a.txt", True),
    ],
)
def test_a_page_is_asked_if_its_robots_txt_opens_it(robots: str, path: str, is_open: bool, run: Runs, site: Site) -> None:
    site.pages |= {"/robots.txt": Reply(robots), path: Reply("The bridge opens on Monday.")}
    collected = run(f"{site.url}{path}")
    assert (collected.records.height, run.refused) == ((1, []) if is_open else (0, [CLOSED]))
    assert len(site.asked()) == is_open


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_is_open(status: int, run: Runs, site: Site) -> None:
    site.pages |= {"/robots.txt": Reply(status=status), "/a.txt": Reply("The bridge opens on Monday.")}
    assert run(f"{site.url}/a.txt").records.height == 1


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=429), Reply(reset=True)])
def test_while_a_robots_txt_cannot_be_read_all_is_closed(reply: Reply, run: Runs, site: Site) -> None:
    site.pages |= {"/robots.txt": reply, "/a.txt": Reply("The bridge opens on Monday.")}
    run(f"{site.url}/a.txt")
    assert site.asked() == []
    ((reason, detail),) = run.refused
    assert reason == "unreachable" and detail.startswith("robots.txt of the site: ") and detail.endswith("until it can be read nothing is asked")
    site.pages["/robots.txt"] = Reply(status=404)
    assert run(f"{site.url}/a.txt").records.height == 1, "the next run asks again"


def test_a_robots_txt_that_leads_to_a_private_address_closes_the_site(run: Runs, site: Site) -> None:
    site.pages |= {"/robots.txt": Reply(status=301, headers={"Location": "http://10.0.0.1/robots.txt"}), "/a.txt": Reply("The bridge opens.")}
    run(f"{site.url}/a.txt")
    assert (site.asked(), run.refused[0][0]) == ([], "forbidden")


def test_a_robots_txt_is_asked_for_once_a_day(run: Runs, site: Site, later) -> None:  # type: ignore[no-untyped-def]
    site.pages |= {"/robots.txt": Reply("User-agent: *\nDisallow: /b"), "/a.txt": Reply("The bridge opens on Monday.")}
    for hours in (0, 1, 22, 2):
        later(hours)
        run(f"{site.url}/a.txt", f"{site.url}/b")
    assert [path for path, _ in site.asked(robots=True)].count("/robots.txt") == 2


def test_a_robots_txt_without_end_is_read_to_a_limit(run: Runs, site: Site) -> None:
    site.pages |= {"/robots.txt": Reply("User-agent: *\nDisallow: /a\n" + "# on and on\n" * 80_000), "/a.txt": Reply("The bridge opens.")}
    run(f"{site.url}/a.txt")
    assert run.refused == [CLOSED]
