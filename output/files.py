"""What makes files whole, shared and safe from a power cut."""

import json
import os
from collections.abc import Iterator
from filecmp import cmp
from hashlib import file_digest
from pathlib import Path
from typing import Any


def sha256(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in the folder and below, in the order of their paths."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def share(path: Path, twin: Path) -> bool:
    """If both files hold the same bytes, `path` is from now on the same file as `twin`; says whether it is.

    Where the file system has no hard links the files stay two with the same bytes.
    """
    if not twin.is_file() or not cmp(path, twin, shallow=False):
        return False
    link = path.with_name(f".{path.name}.link")
    try:
        os.link(twin, link)
    except OSError:
        return False
    os.replace(link, path)
    return True


def sync(path: Path) -> None:
    """What the file, or the list of names in the folder, is now would survive a power cut."""
    if path.is_dir() and os.name == "nt":  # Windows cannot open a folder, and needs no sync of one
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """The same for the folder with everything in it, the innermost first."""
    for path in sorted(folder.rglob("*"), key=lambda path: (-len(path.parts), path)):
        sync(path)
    sync(folder)


def write_text(path: Path, text: str) -> None:
    """The file holds the text in UTF-8 with line feeds, on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def json_text(value: Any) -> str:
    """The value as JSON that diffs well: sorted keys, two spaces, a line feed at the end."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"
