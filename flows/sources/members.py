"""What all containers do with the files in them: names that stay in their folder, labels that no two share, limits."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from flows.sources.records import Found, Origin, Unusable, printable
from flows.sources.unpacking import CHUNK_BYTES

MAX_MEMBER_BYTES = 2_000_000_000
"""One file on disk at a time; a crawl file has 1 GB."""
MAX_MEMBERS = 1_000_000
"""In one archive and all those inside it together; a year of a large newspaper is a tenth of it."""
LOCAL_NAME = "member"
SUFFIX_CHARACTERS = 20


def is_hidden(name: str) -> bool:
    """Whether a file would be left out of a folder too: it or a folder above begins with a dot, or is a Mac's shadow copy."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in parts)


def local_name(name: str) -> str:
    """A name of our own with the last two suffixes of the member's: it cannot leave the folder, and readers know the kind."""
    suffixes = "".join(suffix[: 1 + SUFFIX_CHARACTERS] for suffix in PurePosixPath(name.replace("\\", "/")).suffixes[-2:])
    return LOCAL_NAME + "".join(char if (char.isascii() and char.isalnum()) or char == "." else "_" for char in suffixes)


class Names:
    """Names of the members of one container; asking again for a name gives another."""

    def __init__(self, container: Found) -> None:
        self.container = container
        self.given: set[int] = set()

    def distinct(self, name: str) -> str:
        """The name, printable, with a number if another member has it."""
        shown = plain = printable(name)[:2000] or "unnamed"
        number = 1
        while hash(shown) in self.given:  # hashes, since a million names would be 100 MB
            number += 1
            shown = f"{plain}#{number}"
        self.given.add(hash(shown))
        return shown

    def label(self, name: str) -> str:
        """Label of a member that is not read."""
        return f"{self.container.label}!/{self.distinct(name)}"

    def found(self, name: str, path: Path, origin: Origin | None = None) -> Found:
        """The member as a file of its own; what the user said of the container holds of it too."""
        shown = self.distinct(name)
        known = origin or Origin(source_name=self.container.origin.source_name)
        return Found(path, f"{self.container.label}!/{shown}", f"{self.container.ref}!/{shown}", known)


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of an open file, piece by piece."""
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


def write(path: Path, chunks: Iterable[bytes], *, limit: int = MAX_MEMBER_BYTES) -> int:
    """Write a member and return its size. Raises Unusable, and leaves no file, if it has more bytes than the limit."""
    size = 0
    try:
        with path.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise Unusable("too_large", f"more than {limit} bytes when unpacked")
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size
