"""Addresses that are equal if they lead to the same page."""

from urllib.parse import SplitResult, urlsplit, urlunsplit

TRACKING_PREFIXES = ("utm_", "mc_", "pk_", "mtm_", "hsa_", "at_custom", "at_medium", "at_campaign")
TRACKING = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "igshid", "yclid", "ocid"),
        *("cmpid", "ncid", "smid", "ftag", "icid", "_ga", "_gl", "mkt_tok", "s_cid", "spm", "xtor", "sr_share", "taid"),
    )
)
DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str | None) -> str | None:
    """The address without fragment, tracking parameters, default port and password, scheme and host in lower case.

    Null if it is no absolute address. Other schemes than http (`urn:`, `tag:`) are as they were.
    """
    if url is None:
        return None
    raw = "".join(url.split())
    try:
        parts = urlsplit(f"https://{raw}" if raw.lower().startswith("www.") else raw)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS:
        return raw if parts.scheme and not raw.lower().startswith(("javascript:", "data:")) else None
    if not parts.hostname:
        return None
    return urlunsplit((parts.scheme, host(parts, port), parts.path or "/", query(parts.query), ""))


def host(parts: SplitResult, port: int | None) -> str:
    """Host in lower case, with the port if it is not the usual one."""
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return name if port is None or port == DEFAULT_PORTS[parts.scheme] else f"{name}:{port}"


def query(text: str) -> str:
    """The query without what only tells where the reader came from."""
    return "&".join(part for part in text.split("&") if part and not is_tracking(part.partition("=")[0].lower()))


def is_tracking(name: str) -> bool:
    """Whether a parameter says nothing about the page."""
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)
