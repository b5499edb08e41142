"""The files behind what the user named: folders, single files and patterns, here or in a remote store."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from flows.sources import remote
from flows.sources.records import Found, Reject, SourceError, printable


@dataclass(frozen=True, slots=True)
class Root:
    """Something the user named, and the name it goes by in the dataset."""

    given: str
    path: Path
    name: str
    pattern: str | None

    def label(self, path: Path) -> str:
        """Name of a file below this root."""
        below = path.relative_to(self.path).as_posix()
        return safe(self.name if below == "." else f"{self.name}/{below}")

    def ref(self, path: Path) -> str:
        """Path of a file below this root; the file's own name if it is the root."""
        below = path.relative_to(self.path).as_posix()
        return safe(path.name if below == "." else below)


def discover(sources: Sequence[str | Path]) -> Iterator[Found | Reject]:
    """Every file of every source once, folders in the order of their names, hidden files left out.

    What is there and cannot be a record's file (a pipe, a link that leads nowhere, a folder that may not be listed)
    is a Reject. A remote file is a copy that is gone once the next is asked for. Raises SourceError for a source that
    matches nothing.
    """
    seen: dict[str, str] = {}
    named: set[str] = set()
    local = iter(roots([source for source in sources if not remote.is_remote(str(source))]))
    for source in map(str, sources):
        is_remote = remote.is_remote(source)
        for found in remote.files(source) if is_remote else found_in(next(local)):
            if isinstance(found, Reject):
                yield found
                continue
            first = seen.setdefault(found.label if is_remote else os.path.realpath(found.path), found.label)
            if first != found.label:
                yield Reject(found.label, "", "repeated", f"the same file as {first}")
            elif found.label not in named:
                named.add(found.label)
                yield found


def check(source: str | Path) -> None:
    """Raises SourceError if a source matches nothing; no remote file is fetched for it."""
    if remote.is_remote(str(source)):
        remote.check(str(source))
    else:
        next(found_in(*roots([source])))


def roots(sources: Sequence[str | Path]) -> list[Root]:
    """What the user named, each with a name no other has: the last part of its path, or as many as tell it apart."""
    plain = [split_pattern(str(source)) for source in sources]
    paths = [Path(os.path.abspath(path)) for path, _ in plain]  # noqa: PTH100  # resolve() would name the end of a link
    return [Root(str(source), path, short_name(path, paths), pattern) for source, path, (_, pattern) in zip(sources, paths, plain, strict=True)]


def split_pattern(source: str) -> tuple[str, str | None]:
    """The folder a pattern starts in, and the pattern; a path that exists is no pattern."""
    if not has_magic(source) or os.path.lexists(source):
        return source, None
    parts = Path(source).parts
    fixed = next(number for number, part in enumerate(parts) if has_magic(part))
    return str(Path(*parts[:fixed])), str(Path(*parts[fixed:]))


def short_name(path: Path, others: Sequence[Path]) -> str:
    """The last parts of the path, as few as no other path ends in."""
    rivals = [other for other in others if other != path]
    for size in range(1, len(path.parts)):
        name = path.parts[-size:]
        if all(other.parts[-size:] != name for other in rivals):
            return "/".join(name)
    return path.name or "root"


def found_in(root: Root) -> Iterator[Found | Reject]:
    """Files of one source, in order. Raises SourceError if there are none."""
    if root.pattern is not None:
        tops = [root.path / below for below in sorted(glob(root.pattern, root_dir=root.path, recursive=True))]  # noqa: PTH207  # Path.glob finds hidden files
    else:
        tops = [root.path] if os.path.lexists(root.path) else []
    files = (found for top in tops for found in walk(top, root))
    first = next(files, None)
    if first is None:
        raise SourceError(f"nothing to read at {root.given!r}: name a folder with files in it, a file, or a pattern such as 'news/*.jsonl'")
    yield first
    yield from files


def walk(top: Path, root: Root) -> Iterator[Found | Reject]:
    """The file, or every file of the folder and the folders in it."""
    if not top.is_dir():
        yield regular(top, root)
        return
    if top.is_symlink() and top != root.path:
        yield Reject(root.label(top), "", "not_a_file", "a link to a folder; name that folder as a source of its own")
        return
    try:
        inside = sorted(path for path in top.iterdir() if not path.name.startswith("."))
    except OSError as error:
        yield Reject(root.label(top), "", "unreadable", reason(error))
        return
    for path in inside:
        yield from walk(path, root)


def regular(path: Path, root: Root) -> Found | Reject:
    """The file if it is one that can be opened without waiting; else why not."""
    label = root.label(path)
    try:
        if not path.exists():
            return Reject(label, "", "not_a_file", "a link that leads nowhere")
        if not path.is_file():
            return Reject(label, "", "not_a_file", "a pipe, socket or device")
        path.open("rb").close()
    except OSError as error:
        return Reject(label, "", "unreadable", reason(error))
    return Found(path, label, root.ref(path))


def reason(error: OSError) -> str:
    """What the system says, without the path of the machine."""
    return error.strerror or type(error).__name__


def safe(name: str) -> str:
    """A path as text for people: bytes that are no UTF-8 and control characters as escapes."""
    return printable(os.fsencode(name).decode("utf-8", "backslashreplace"))
