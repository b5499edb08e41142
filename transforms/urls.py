"""Addresses that are equal if they lead to the same page."""

import re
from functools import cache
from urllib.parse import quote, urlsplit, urlunsplit

from seeds import reader

DEFAULT_PORTS = {"http": 80, "https": 443}
HOST_FORMS = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.])|(?<=^[a-z]{2}\.)m\.(?=[^.]+\.[^.])")
"""`www.`, `m.`, `mobile.`, `amp.` before a name with a dot of its own; the `m.` of `en.m.wikipedia.org` too."""
GOOGLE = re.compile(r"google\.[a-z.]{2,6}")
AMP_CACHE = ".cdn.ampproject.org"
VIEWER = re.compile(r"/amp/(?P<secure>s/)?(?P<page>[^/]+\.[^/]+.*)", re.DOTALL)
CACHE = re.compile(r"/[cv]/(?P<secure>s/)?(?P<page>[^/]+\.[^/]+.*)", re.DOTALL)
"""Paths of Google's AMP viewer and of the AMP cache, with the page they show."""
AMP_SUFFIX = re.compile(r"\.amp(?=(\.html?)?$)")
INDEX = re.compile(r"(?:index\.(?:s?html?|php|aspx?|jsp)|default\.(?:aspx?|html?))", re.IGNORECASE)
LONE = re.compile("[\ud800-\udfff]")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
KEPT = "%/:;=@!$&'()*+,[]|?~"
DEEPEST = 3
"""Addresses inside an address that are followed; more of them are a trap."""


def canonical_url(url: str | None) -> str | None:
    """The address of the page itself: one for http and https, `www.`, and its mobile and AMP forms, without what follows the reader.

    Null if it is no absolute address, or one that shows a page that shows a page, four deep. Other schemes than http
    (`urn:`, `tag:`) are as they were, the scheme in lower case. What could name an article stays: capitals in the path, every parameter that is
    not in `url_parameters.csv`, a fragment after `#!`.
    """
    return None if url is None else page(LONE.sub("\ufffd", "".join(url.split())), deepest=DEEPEST)


def page(raw: str, *, deepest: int) -> str | None:
    """The same for an address without white space."""
    try:
        parts = urlsplit(f"https://{raw.removeprefix('//')}" if raw.lower().startswith(("www.", "//")) else raw)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS:
        return parts.scheme + raw[len(parts.scheme) :] if parts.scheme not in ("", "javascript", "data") else None
    name, path = site(parts.hostname or ""), escaped(parts.path)
    if not name:
        return None
    shown = shown_by_amp(name, path)
    if shown is not None:
        return page(shown + (f"?{parts.query}" if parts.query else ""), deepest=deepest - 1) if deepest else None
    usual = port is None or port == DEFAULT_PORTS[parts.scheme]
    kept = query(parts.query)
    fragment = escaped(parts.fragment) if parts.fragment.startswith("!") else ""
    path = path if shows_others(name) else plain(path, has_query=bool(kept))
    return urlunsplit(("https" if usual else parts.scheme, host(name, None if usual else port), path or "/", kept, fragment))


def site(hostname: str) -> str:
    """Host without a dot at its end and without what names a form of the site: `www.`, `m.`, `mobile.`, `amp.`."""
    name, before = hostname.rstrip("."), ""
    while name != before:
        before, name = name, HOST_FORMS.sub("", name, count=1) if HOST_FORMS.match(name) or name[3:5] == "m." else name
    return name


def host(name: str, port: int | None) -> str:
    """Host and port as an address has them."""
    bracketed = f"[{name}]" if ":" in name else name
    return bracketed if port is None else f"{bracketed}:{port}"


def shows_others(name: str) -> bool:
    """Whether the host is one of those that show pages of others in their AMP form."""
    return GOOGLE.fullmatch(name) is not None or name.endswith(AMP_CACHE)


def shown_by_amp(name: str, path: str) -> str | None:
    """The address of the page that Google's AMP viewer or the AMP cache shows; None elsewhere."""
    found = (CACHE if name.endswith(AMP_CACHE) else VIEWER).fullmatch(path) if shows_others(name) else None
    return None if found is None else f"http{'s' if found['secure'] else ''}://{found['page']}"


def escaped(text: str) -> str:
    """Text with exactly those characters as escapes that must be: `%7e` and `~`, `é` and `%c3%a9` are the same."""
    whole = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return re.sub("%[0-9A-Fa-f]{2}", freed, quote(whole, safe=KEPT))


def freed(escape: re.Match[str]) -> str:
    """An escape as the character it stands for, where that needs none; else in capitals."""
    character = chr(int(escape[0][1:], 16))
    return character if character in UNRESERVED else escape[0].upper()


def plain(path: str, *, has_query: bool) -> str:
    """Path without AMP's part, an index page that no parameter makes another page, and slashes at its end."""
    before = None
    while path != before:
        before = path
        *folders, last = path.rstrip("/").split("/")
        last = AMP_SUFFIX.sub("", last) if AMP_SUFFIX.sub("", last) else last
        parts = [*folders, "" if INDEX.fullmatch(last) and not has_query else last]
        others = [part for part in parts if part.lower() != "amp"]
        path = "/".join(others if any(others) else parts).rstrip("/")
    return path or "/"


def query(text: str) -> str:
    """The parameters that say which page it is, in the order of their names."""
    kept = [part for part in map(escaped, text.split("&")) if part and not is_idle(part)]
    return "&".join(sorted(dict.fromkeys(kept), key=lambda part: part.partition("=")[0]))


def is_idle(part: str) -> bool:
    """Whether a parameter says nothing about which page it is."""
    name = part.partition("=")[0].lower()
    lists = idle_parameters()
    return name in lists["name"] or part.lower() in lists["pair"] or name.startswith(tuple(lists["prefix"]))


@cache
def idle_parameters() -> dict[str, frozenset[str]]:
    """Parameters that say nothing about the page, by how they are matched."""
    rows = reader.rows("lexicons/url_parameters")
    return {match: frozenset(row["parameter"] for row in rows if row["match"] == match) for match in ("name", "prefix", "pair")}
