"""Releases: staged out of sight, published in one step, never written again.

    with writer_lock(root):
        staged = stage(root, tables, now=now)
        version = publish(staged, facts, changes_md=changes)      # or fail(staged, verdict, faults), or discard(staged)

At every instant `releases/latest` leads to a whole release, also if the process is killed: what is half done lies in
`.staging-*`, which the next `stage` clears away.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType
from typing import Any

import polars as pl

from output.datapackage import datapackage
from output.dictionary import dictionary_markdown
from output.files import json_text, share, sync, sync_tree, write_text
from output.lock import Locked, writer_lock
from output.manifest import FILE_NAME as MANIFEST
from output.manifest import Facts, FileEntry, Manifest, TableEntry
from output.parquet import months, write
from output.pointer import finish, latest, list_releases, mend, prepare
from output.versions import is_version, next_version
from transforms.schema import SCHEMA_VERSION
from transforms.tables import TABLES

__all__ = [
    "Facts",
    "Locked",
    "ReleaseError",
    "Staged",
    "discard",
    "fail",
    "latest",
    "list_releases",
    "next_version",
    "publish",
    "stage",
    "unchanged",
    "writer_lock",
]

STAGING = ".staging-"
NONE: Mapping[str, Any] = MappingProxyType({})


class ReleaseError(ValueError):
    """A release cannot be made of what was given."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Tables written where no reader looks, under the version they will have."""

    root: Path
    path: Path
    version: str
    previous: str | None
    """Version that is the latest now."""
    created_at: datetime
    tables: Mapping[str, TableEntry]


def stage(root: Path | str, tables: Mapping[str, pl.DataFrame], *, now: datetime) -> Staged:
    """Every table of the contract is written under `.staging-*`; files that equal the latest release's are the same file.

    Call it under `writer_lock`: it clears away what killed runs left behind.
    """
    root = Path(root)
    missing, surplus = sorted(set(TABLES) - set(tables)), sorted(set(tables) - set(TABLES))
    if missing or surplus:
        raise ReleaseError(f"stage: missing {missing}, surplus {surplus}; give every table of the contract, one without rows as TABLES[name].empty()")
    clear(root)
    version, previous = next_version(now, [*list_releases(root), *failures(root)]), latest(root)
    path = root / f"{STAGING}{token_hex(4)}"
    twin = None if previous is None else root / "releases" / previous
    try:
        written = write_tables(path, tables, twin=twin)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return Staged(root, path, version, previous, now, written)


def write_tables(path: Path, tables: Mapping[str, pl.DataFrame], *, twin: Path | None) -> dict[str, TableEntry]:
    """Every table lies below `path/tables`; files whose bytes `twin` has too are the same file."""
    month, written = months(tables), {}
    for name, table in TABLES.items():
        parts = write(table, tables[name], path / "tables" / name, months=month.get(name))
        if twin is not None:
            for part in parts:
                share(part.path, twin / part.path.relative_to(path))
        files = tuple(FileEntry.of(part.path, path, rows=part.rows) for part in parts)
        written[name] = TableEntry(sum(part.rows for part in parts), files)
    return written


def unchanged(staged: Staged, previous: Manifest | None) -> bool:
    """Whether the previous release has the same tables, byte for byte: then there is nothing to publish."""
    return previous is not None and dict(previous.tables) == dict(staged.tables)


def publish(staged: Staged, facts: Facts, *, changes_md: str, extra_files: Mapping[str, str] = NONE) -> str:
    """The staged tables are release `staged.version`, and `latest` leads to it; returns the version.

    Beside the tables lie the manifest, CHANGES.md, DICTIONARY.md, datapackage.json and the texts of `extra_files`
    by name (`report.html`). All is on disk before the release can be seen.
    """
    check_staged(staged)
    package = datapackage(staged.tables, version=staged.version, created_at=staged.created_at)
    texts = {"CHANGES.md": changes_md, "DICTIONARY.md": dictionary_markdown(), "datapackage.json": json_text(package)}
    documents = write_documents(staged, {**texts, **extra_files})
    manifest = Manifest(
        **{part.name: getattr(facts, part.name) for part in fields(facts)},
        version=staged.version,
        schema_version=SCHEMA_VERSION,
        created_at=staged.created_at,
        previous=staged.previous,
        tables=staged.tables,
        documents=documents,
    )
    write_text(staged.path / MANIFEST, manifest.to_json())
    prepare(staged.root, staged.version)
    settle(staged, staged.root / "releases" / staged.version)
    finish(staged.root)
    return staged.version


def write_documents(staged: Staged, texts: Mapping[str, str]) -> list[FileEntry]:
    """The texts lie beside the tables."""
    wrong = [name for name in texts if Path(name).name != name or name in (MANIFEST, "tables")]
    if wrong:
        raise ReleaseError(f"publish: {wrong} cannot be files of a release; give plain file names other than {MANIFEST} and tables")
    for name, text in texts.items():
        write_text(staged.path / name, text)
    return [FileEntry.of(staged.path / name, staged.path) for name in sorted(texts)]


def fail(staged: Staged, verdict: Mapping[str, Any], faults: Mapping[str, pl.DataFrame] = NONE) -> Path:
    """What was staged lies under `failed/<version>`, with verdict.json and the rows at fault by table; `latest` is as it was."""
    check_staged(staged)
    write_text(staged.path / "verdict.json", json_text(dict(verdict)))
    for name, rows in faults.items():
        path = staged.path / "faults" / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        rows.write_parquet(path)
    target = staged.root / "failed" / staged.version
    settle(staged, target)
    return target


def settle(staged: Staged, target: Path) -> None:
    """The staged folder is `target`, in one step, and on disk."""
    sync_tree(staged.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    os.rename(staged.path, target)
    sync(target.parent)
    sync(staged.root)


def check_staged(staged: Staged) -> None:
    """Raises ReleaseError if what was staged is no longer there."""
    if not staged.path.is_dir():
        raise ReleaseError(f"{staged.path}: no longer there; it was published, failed or discarded before, stage again")


def discard(staged: Staged) -> None:
    """Nothing is left of what was staged."""
    shutil.rmtree(staged.path, ignore_errors=True)


def clear(root: Path) -> None:
    """What killed runs left is gone, and a swap of `latest` they had begun is done or undone."""
    root.mkdir(parents=True, exist_ok=True)
    for path in root.glob(f"{STAGING}*"):
        shutil.rmtree(path)
    mend(root)


def failures(root: Path) -> list[str]:
    """Versions that failed their audit, oldest first."""
    return sorted(path.name for path in (root / "failed").glob("*") if is_version(path.name))
