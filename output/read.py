"""The way into a release from a notebook.

release = open_release()
release["events"].filter(pl.col("event_type") == "PROTEST").collect()
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from output.manifest import FILE_NAME as MANIFEST
from output.manifest import Manifest, read_manifest
from output.parquet import PARTITION
from output.pointer import latest, list_releases


class NoSuchRelease(FileNotFoundError):
    """There is no release of that version."""


class NoSuchTable(KeyError):
    """The release has no table of that name."""

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError would show the sentence in quotation marks


@dataclass(frozen=True)
class Release(Mapping[str, pl.LazyFrame]):
    """One release: a mapping from table names to lazy frames. It stays the same when a later one is published."""

    path: Path
    manifest: Manifest = field(repr=False, compare=False)

    @property
    def version(self) -> str:
        """Version of the release."""
        return self.manifest.version

    def table(self, name: str, *, months: bool = False) -> pl.LazyFrame:
        """The table, not yet read; with `months`, and the column `published_month` of a table that is split by it."""
        if name not in self.manifest.tables:
            near = get_close_matches(name, self.manifest.tables, n=3) or sorted(self.manifest.tables)
            raise NoSuchTable(f"{self.version} has no table {name!r}; there is {', '.join(near)}")
        files = [self.path / file.path for file in self.manifest.tables[name].files]
        split = months and f"{PARTITION}=" in files[0].parent.name
        if split:
            return pl.scan_parquet(self.path / "tables" / name, hive_partitioning=True, hive_schema={PARTITION: pl.String})
        return pl.scan_parquet(files, hive_partitioning=False)

    def __getitem__(self, name: str) -> pl.LazyFrame:
        return self.table(name)

    def __contains__(self, name: object) -> bool:
        return name in self.manifest.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self.manifest.tables)

    def __len__(self) -> int:
        return len(self.manifest.tables)


def open_release(root: Path | str = "output", version: str = "latest") -> Release:
    """A release of the dataset under `root`, by default the latest; `root` may also be the folder of a release itself.

    Raises NoSuchRelease, naming those there are.
    """
    root = Path(root)
    if (root / MANIFEST).is_file():
        return opened(root)
    found = latest(root) if version == "latest" else version
    if found is None or found not in list_releases(root):
        there = ", ".join(list_releases(root)[-10:]) or "none yet"
        raise NoSuchRelease(f"{root}: no release {version!r}; there is {there}")
    return opened(root / "releases" / found)


def opened(path: Path) -> Release:
    """The release in a folder; links are followed now, so that it does not change under its reader."""
    path = path.resolve()
    return Release(path, read_manifest(path))
