"""Files in object stores and on other machines, through fsspec: listed, then fetched one at a time."""

import re
from collections.abc import Iterator
from glob import has_magic
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from flows.sources.members import chunks_of, is_hidden, local_name, write
from flows.sources.records import Found, Reject, SourceError, Unusable, printable

SCHEMES = {
    **dict.fromkeys(("s3", "s3a"), "pip install 'tidings[s3]'"),
    **dict.fromkeys(("gs", "gcs"), "pip install 'tidings[gs]'"),
    **dict.fromkeys(("az", "abfs", "abfss"), "pip install 'tidings[az]'"),
    **dict.fromkeys(("sftp", "ssh"), "pip install fsspec paramiko"),
    "memory": "pip install fsspec",
}
"""What can be named, and what it needs. Addresses of the web are not among them: they are fetched as pages are, with the same guard."""
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://")
WITH_HOST = ("sftp", "ssh")
MAX_FILE_BYTES = 5_000_000_000
"""One file in the temporary folder at a time; a crawl file has 1 GB."""
SECRETS = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*@|[?&][^\s/?&=]*=\S*")
"""User and password before a host, and the parameters of a signed address."""


def is_remote(source: str) -> bool:
    """Whether a source is named by a scheme that is fetched here."""
    named = SCHEME.match(source)
    return named is not None and named[1] in SCHEMES


def files(source: str) -> Iterator[Found | Reject]:
    """Every file at a remote path, in order of names, each gone once the next is asked for.

    Labels are addresses without credentials. Raises SourceError if nothing can be listed there.
    """
    store, top = opened(source)
    listed = names(store, top, source)
    with TemporaryDirectory(prefix="tidings-") as folder:
        for name, size in listed:
            path = Path(folder) / local_name(name)
            yield fetched(store, name, size, path, label=label(name, source), ref=below(name, top))
            path.unlink(missing_ok=True)


def check(source: str) -> None:
    """Raises SourceError if nothing can be listed at a remote path; nothing is fetched."""
    names(*opened(source), source)


def opened(source: str) -> tuple[Any, str]:
    """The file system of a source, and the path in it. Raises SourceError if its package is missing or it cannot be reached."""
    scheme = source.partition("://")[0]
    try:
        from fsspec.core import url_to_fs

        store, path = url_to_fs(source)
    except ImportError as error:
        raise SourceError(f"{without_secrets(source)!r} needs a package that is not installed: {SCHEMES[scheme]}") from error
    except Exception as error:  # every store's library has errors of its own
        raise SourceError(f"cannot open {without_secrets(source)!r}: {said(error)}") from error
    return store, path


def names(store: Any, top: str, source: str) -> list[tuple[str, int | None]]:
    """Names and sizes of the files that a path or pattern leads to, hidden ones left out. Raises SourceError if there are none."""
    try:
        tops = store.glob(top) if has_magic(top) else [top]
        details = {name: info for one in tops for name, info in store.find(one, detail=True).items()}
    except Exception as error:  # every store's library has errors of its own
        raise SourceError(f"cannot list {without_secrets(source)!r}: {said(error)}") from error
    found = sorted((name, info.get("size")) for name, info in details.items() if info.get("type") == "file" and not is_hidden(below(name, top)))
    if not found:
        raise SourceError(f"nothing to read at {without_secrets(source)!r}: name a folder with files in it, a file, or a pattern such as '*.jsonl'")
    return found


def fetched(store: Any, name: str, size: int | None, path: Path, *, label: str, ref: str) -> Found | Reject:
    """A copy of the file; a Reject if it is too large or cannot be had."""
    try:
        if size is not None and size > MAX_FILE_BYTES:
            raise Unusable("too_large", f"{size} bytes, more than {MAX_FILE_BYTES}")
        with store.open(name, "rb") as file:
            write(path, chunks_of(file), limit=MAX_FILE_BYTES)
    except Unusable as unusable:
        return unusable.reject(label)
    except Exception as error:  # every store's library has errors of its own
        return Reject(label, "", "unreachable", said(error))
    return Found(path, label, ref)


def label(name: str, source: str) -> str:
    """Address of a file, without credentials."""
    at = urlsplit(source)
    host = f"{at.hostname}/" if at.scheme in WITH_HOST else ""
    return printable(f"{at.scheme}://{host}{name.lstrip('/')}")


def below(name: str, top: str) -> str:
    """Path of a file below the folder that was named, or below the fixed part of a pattern; its own name if it is what was named."""
    parts = PurePosixPath(top).parts
    fixed = next((number for number, part in enumerate(parts) if has_magic(part)), len(parts))
    base = PurePosixPath(*parts[:fixed])
    path = PurePosixPath(name)
    return printable(path.name if path == base or not path.is_relative_to(base) else path.relative_to(base).as_posix())


def without_secrets(text: str) -> str:
    """An address or message without passwords and signatures."""
    return SECRETS.sub("", text)


def said(error: Exception) -> str:
    """What an error says, on one line and without secrets."""
    lines = without_secrets(str(error)).splitlines()
    return printable(f"{type(error).__name__}: {lines[0][:300]}" if lines and lines[0] else type(error).__name__)
