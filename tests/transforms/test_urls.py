"""That addresses of one page are one address, and those of two pages are two."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seeds import reader
from transforms.urls import canonical_url

PAGE = "https://news.example/world/dam-opens"


@pytest.mark.parametrize(
    "url",
    [
        *(PAGE, f"{PAGE}/", f"{PAGE}//", f"{PAGE}#comments", f" {PAGE}\n", "HTTPS://News.Example/world/dam-opens", "//news.example/world/dam-opens"),
        *("http://news.example/world/dam-opens", "http://news.example:80/world/dam-opens", "https://news.example:443/world/dam-opens"),
        *("https://reader:secret@news.example/world/dam-opens", "https://news.example./world/dam-opens", "www.news.example/world/dam-opens"),
        *(f"https://{form}.news.example/world/dam-opens" for form in ("www", "www2", "m", "mobile", "amp", "www.m", "amp.www")),
        *(
            f"{PAGE}/amp",
            f"{PAGE}/amp/",
            f"{PAGE}.amp",
            f"{PAGE}?amp",
            f"{PAGE}?amp=1",
            f"{PAGE}?outputType=amp",
            "https://news.example/amp/world/dam-opens",
        ),
        *("https://news.example/world/amp/dam-opens", f"{PAGE}/index.html", f"{PAGE}/index.php", f"{PAGE}/Default.aspx", f"{PAGE}/index.amp.html"),
        *(f"{PAGE}?utm_source=x&utm_medium=mail", f"{PAGE}?fbclid=abc", f"{PAGE}?", f"{PAGE}?&", "https://news.example/world/dam%2dopens"),
        *("https://www.google.com/amp/s/news.example/world/dam-opens", "https://www.google.co.uk/amp/www.news.example/world/dam-opens/amp/"),
        "https://news-example.cdn.ampproject.org/c/s/news.example/world/dam-opens?usqp=mq331",
    ],
)
def test_addresses_of_one_page_are_one_address(url: str) -> None:
    assert canonical_url(url) == PAGE


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://news.example/?p=12", "https://news.example/?p=12"),
        ("https://news.example/a?id=7&utm_source=x", "https://news.example/a?id=7"),
        ("https://news.example/a?b=2&a=1&b=2", "https://news.example/a?a=1&b=2"),
        ("https://news.example/a?t=2&t=1", "https://news.example/a?t=2&t=1"),
        ("https://news.example/index.php?id=3", "https://news.example/index.php?id=3"),
        ("https://news.example/index.html", "https://news.example/"),
        ("https://news.example/amp", "https://news.example/amp"),
        ("https://news.example/Amp-Hour?amplitude=3", "https://news.example/Amp-Hour?amplitude=3"),
        ("https://news.example/#!/story/9", "https://news.example/#!/story/9"),
        ("https://news.example/caf%c3%a9/%7Eana", "https://news.example/caf%C3%A9/~ana"),
        ("https://news.example/café/~ana", "https://news.example/caf%C3%A9/~ana"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://news.example:80/a", "https://news.example:80/a"),
        ("https://amp.dev/a", "https://amp.dev/a"),
        ("https://en.m.wikipedia.org/wiki/Dam", "https://en.wikipedia.org/wiki/Dam"),
        ("https://edition.news.example/a", "https://edition.news.example/a"),
        ("https://google.com/amp/s", "https://google.com/amp/s"),
        ("http://[::1]/a", "https://[::1]/a"),
        ("urn:newsml:example:1", "urn:newsml:example:1"),
        *(
            (wrong, None)
            for wrong in ("/a/b", "a", "", "https://", "javascript:alert(1)", "data:text/plain,a", "http://[broken", "https://a:b/", None)
        ),
    ],
)
def test_what_could_name_a_page_stays_and_what_is_no_address_is_null(url: str | None, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


def test_a_page_shown_in_a_page_without_end_is_null() -> None:
    assert canonical_url("https://" + "google.com/amp/s/" * 3 + "news.example/a") == "https://news.example/a"
    assert canonical_url("https://" + "google.com/amp/s/" * 20_000 + "news.example/a") is None


SEGMENT = st.sampled_from(
    ["amp", "AMP", "index.html", "a.amp.html", ".amp", "index.amp", "s", "c", "v", "%61mp", "%", "%2f", "é", "..", "", "a;b", "google.com"]
)
HOST = st.sampled_from(
    ["news.example", "m.news.example", "www.google.com", "x.cdn.ampproject.org", "en.m.wiki.example", "amp.m.www.a.b", "m.", "www.", "1.2"]
)
PARAMETER = st.sampled_from(["amp", "amp=1", "utm_x=1", "%75tm_x=1", "id=2", "b", "a=%e9", "a=é", "=", "", "p=1?2", "x=//y", "output=amp"])
ADDRESS = st.builds(
    lambda scheme, host, path, query, rest: f"{scheme}{host}/{'/'.join(path)}?{'&'.join(query)}{rest}",
    st.sampled_from(["http://", "HTTPS://", "//", "", "https://u:p@"]),
    HOST,
    st.lists(SEGMENT | HOST, max_size=6),
    st.lists(PARAMETER, max_size=4),
    st.sampled_from(["", "#a", "#!é", "#!%7e#"]),
)


@given(url=ADDRESS | st.text() | st.from_regex(r"\A(https?|ftp|urn)://?[a-zA-Z0-9.:@\[\]]{1,20}/[^\s]{0,20}\Z"))
@example(url="https://x.cdn.ampproject.org/amp/c/news.example/a")
@example(url="https://m.m.m.example/")
@example(url="https://\ud800/\udfff")
def test_a_canonical_address_stays_as_it_is(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


def test_idle_parameters_are_told_apart_by_what_is_matched() -> None:
    rows = reader.rows("lexicons/url_parameters")
    assert {row["match"] for row in rows} == {"name", "prefix", "pair"} and {row["kind"] for row in rows} == {"tracking", "amp"}
    assert [
        row["parameter"] for row in rows if row["parameter"] != row["parameter"].lower() or ("=" in row["parameter"]) != (row["match"] == "pair")
    ] == []


def test_the_scheme_of_any_address_is_in_lower_case() -> None:
    assert canonical_url("URN:isbn:0451450523") == "urn:isbn:0451450523"
