"""Which release is the latest, changed in one step.

`releases/latest` is a relative symbolic link; where the system has none, the text file `releases/LATEST` names the
version. The step is announced by `.latest-next` before the release appears, so that a run killed between the two is
finished by the next one, and a `latest` that somebody set back by hand is left alone.
"""

import os
from pathlib import Path

from output.files import sync, write_text
from output.versions import is_version

LATEST = "latest"
LATEST_TEXT = "LATEST.txt"
"""Not `LATEST`: the systems without symbolic links are those that take that for `latest`."""
NEXT = ".latest-next"


def list_releases(root: Path | str) -> list[str]:
    """Versions there are, oldest first."""
    return sorted(path.name for path in (Path(root) / "releases").glob("*") if is_version(path.name) and path.is_dir())


def latest(root: Path | str) -> str | None:
    """Version of the newest release that passed its checks; None if there is none yet."""
    releases = Path(root) / "releases"
    version = target(releases / LATEST) or target(releases / LATEST_TEXT)
    return version if version and (releases / version).is_dir() else None


def target(pointer: Path) -> str | None:
    """Version a pointer names, be it a link or a text; None if it names none."""
    if pointer.is_symlink():
        name = os.readlink(pointer)
    else:
        name = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
    return name if is_version(name) else None


def prepare(root: Path, version: str) -> None:
    """It is announced that `latest` will lead to the version."""
    pointer = root / "releases" / NEXT
    pointer.parent.mkdir(parents=True, exist_ok=True)
    known = pointer.with_name(LATEST)
    if known.is_dir() and not known.is_symlink():  # a copy that followed links
        raise FileExistsError(f"{known}: a folder where a link to a release should be; remove it, the releases beside it are whole")
    pointer.unlink(missing_ok=True)
    try:
        pointer.symlink_to(version, target_is_directory=True)
    except OSError:  # no right or no way to make links here
        write_text(pointer, f"{version}\n")
        sync(pointer)
    sync(pointer.parent)


def finish(root: Path) -> None:
    """`latest` leads to the version that was announced."""
    pointer = root / "releases" / NEXT
    os.replace(pointer, pointer.with_name(LATEST if pointer.is_symlink() else LATEST_TEXT))
    sync(pointer.parent)


def mend(root: Path) -> None:
    """A change of `latest` that was announced is finished if its release is there, and forgotten if not."""
    pointer = root / "releases" / NEXT
    version = target(pointer)
    if version and (pointer.parent / version).is_dir():
        finish(root)
    elif pointer.is_symlink() or pointer.exists():
        pointer.unlink()
