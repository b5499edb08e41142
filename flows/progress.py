"""How long work shows that it goes on: a bar for people at a terminal, log lines for everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class Reporter(Protocol):
    """What a stage tells of its progress."""

    def step(self, title: str, total: int | None = None) -> None:
        """A stage begins, of so many parts if that is known."""

    def advance(self, parts: int = 1) -> None:
        """Parts of the stage are done."""

    def note(self, line: str) -> None:
        """Something people should know now."""


class Silent:
    """Tells nobody."""

    def step(self, title: str, total: int | None = None) -> None:
        """Nothing."""

    def advance(self, parts: int = 1) -> None:
        """Nothing."""

    def note(self, line: str) -> None:
        """Nothing."""


class Bars:
    """Bars on a terminal, one a stage; plain lines where there is none."""

    def __init__(self, console: Console, progress: Progress) -> None:
        self.console, self.progress = console, progress
        self.task: int | None = None

    def step(self, title: str, total: int | None = None) -> None:
        """Finish the bar before and begin one."""
        self.finish()
        if not self.console.is_terminal:
            self.console.print(f"  {title}" + (f" ({total:,})" if total else ""))
        self.task = self.progress.add_task(title, total=total)

    def advance(self, parts: int = 1) -> None:
        """Move the bar on."""
        if self.task is not None:
            self.progress.advance(self.task, parts)  # type: ignore[arg-type]

    def note(self, line: str) -> None:
        """A line above the bars."""
        self.console.print(f"  {line}", markup=False, highlight=False)

    def finish(self) -> None:
        """Fill the bar, if there is one."""
        if self.task is not None:
            found = self.progress.tasks[self.task]
            self.progress.update(found.id, total=found.total or 1, completed=found.total or 1)


_current: list[Reporter] = [Silent()]


def current() -> Reporter:
    """The reporter of this process."""
    return _current[-1]


@contextmanager
def bars(console: Console) -> Iterator[None]:
    """Show progress on a console while the block runs."""
    columns = (SpinnerColumn(), TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=False, disable=not console.is_terminal) as progress:
        reporter = Bars(console, progress)
        _current.append(reporter)
        try:
            yield
            reporter.finish()
        finally:
            _current.pop()
