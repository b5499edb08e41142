"""What a release says of itself: where it came from, what is in it, and the proof that it is whole."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from output.files import files_below, json_text, sha256

FILE_NAME = "manifest.json"


class ManifestError(ValueError):
    """A manifest is missing or does not say what a manifest must."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a release, its path relative to the release's folder; `rows` is None where it holds no table."""

    path: str
    sha256: str
    bytes: int
    rows: int | None = None

    @classmethod
    def of(cls, path: Path, folder: Path, *, rows: int | None = None) -> "FileEntry":
        """The entry of the file as it is now."""
        return cls(path.relative_to(folder).as_posix(), sha256(path), path.stat().st_size, rows)


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table of a release: how many rows it has, and in which files."""

    rows: int
    files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What only the run that makes a release knows about it."""

    code: Mapping[str, Any] = field(default_factory=dict)
    """`version` of the package and `commit`, which is null outside a repository."""
    extractors: Sequence[Mapping[str, Any]] = ()
    """`name`, `version`, `model`, `model_version` and `hashes` of each extractor whose rows are in the release."""
    seeds: str | None = None
    """Fingerprint of the reviewed knowledge."""
    inputs: Sequence[Mapping[str, Any]] = ()
    """`path`, `kind`, `articles` and `rejects` of each source."""
    audit: Mapping[str, Any] = field(default_factory=dict)
    """`verdict` and `counts`."""
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest(Facts):
    """Everything `manifest.json` says."""

    version: str
    schema_version: str
    created_at: datetime
    previous: str | None
    """Version that was the latest before; null for the first release."""
    tables: Mapping[str, TableEntry]
    documents: Sequence[FileEntry] = ()
    """Files that hold no table, apart from the manifest itself."""

    def to_json(self) -> str:
        """The text of `manifest.json`."""
        return json_text(asdict(self) | {"created_at": self.created_at.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """The manifest that a text holds; raises ManifestError if it does not hold one."""
        try:
            raw = json.loads(text)
            missing = sorted(part.name for part in fields(cls) if part.name not in raw)
            if missing:
                raise ManifestError(f"{FILE_NAME}: missing {missing}")
            tables = {name: TableEntry(entry["rows"], entries(entry["files"])) for name, entry in raw["tables"].items()}
            known = {part.name: raw[part.name] for part in fields(cls)}  # a later version may say more
            parsed = {"created_at": datetime.fromisoformat(raw["created_at"]), "tables": tables, "documents": entries(raw["documents"])}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise error if isinstance(error, ManifestError) else ManifestError(f"{FILE_NAME}: {type(error).__name__}: {error}") from error
        return cls(**known | parsed)

    @property
    def files(self) -> Iterator[FileEntry]:
        """Every file of the release but the manifest."""
        yield from (file for table in self.tables.values() for file in table.files)
        yield from self.documents


def entries(raw: list[dict[str, Any]]) -> tuple[FileEntry, ...]:
    """File entries from their JSON."""
    return tuple(FileEntry(**file) for file in raw)


def read_manifest(folder: Path | str) -> Manifest:
    """The manifest of a release's folder; raises ManifestError if it cannot be read."""
    path = Path(folder) / FILE_NAME
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ManifestError(f"{path}: {error.strerror}; is {folder} a release?") from error


def verify(folder: Path | str) -> list[str]:
    """Every way in which the folder is not the release its manifest describes, in words; empty if it is whole."""
    folder = Path(folder)
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return [str(error)]
    named = {file.path for file in manifest.files}
    there = {path.relative_to(folder).as_posix() for path in files_below(folder)}
    surplus = [f"{path}: surplus, not in {FILE_NAME}" for path in sorted(there - named - {FILE_NAME})]
    faults = [fault for file in manifest.files for fault in file_faults(file, folder)]
    counts = [
        f"{name}: {table.rows} rows in {FILE_NAME}, but its files have {sum(file.rows or 0 for file in table.files)}"
        for name, table in manifest.tables.items()
        if table.rows != sum(file.rows or 0 for file in table.files)
    ]
    return [*faults, *counts, *surplus]


def file_faults(file: FileEntry, folder: Path) -> Iterator[str]:
    """What is wrong with a file that the manifest names."""
    path = folder / file.path
    if not path.is_file():
        yield f"{file.path}: missing"
        return
    if path.stat().st_size != file.bytes or sha256(path) != file.sha256:
        yield f"{file.path}: hash differs; its bytes are not those that were published"
    if file.rows is not None:
        rows = row_count(path)
        if rows != file.rows:
            yield f"{file.path}: {'no readable Parquet' if rows is None else f'{rows} rows'}, {FILE_NAME} says {file.rows} rows"


def row_count(path: Path) -> int | None:
    """Rows of a Parquet file; None if it is not one."""
    try:
        return int(pq.read_metadata(path).num_rows)
    except (pa.ArrowException, OSError):
        return None
