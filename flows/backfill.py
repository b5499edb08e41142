"""Many sources brought in a few at a time, with a release after each part, for datasets too large for one run."""

from collections.abc import Iterator, Sequence

from prefect import flow

from flows.pipeline import tidings
from flows.publish import Outcome
from flows.settings import Settings


@flow(name="tidings-backfill", persist_result=False, validate_parameters=False)
def backfill(sources: list[str], settings: dict[str, object], sources_each: int = 10) -> list[Outcome]:
    """A release after every so many sources; stops at the first that fails its audit.

    Articles of parts already done are known to the next and not annotated again, so a backfill that was
    interrupted is run again as it is.
    """
    configured = Settings.model_validate(settings).model_dump(mode="json") | {"replace": False}
    outcomes: list[Outcome] = []
    for part in parts(sources, sources_each):
        outcomes.append(tidings(part, configured))
        if outcomes[-1].status == "failed":
            break
    return outcomes


def parts(sources: Sequence[str], size: int) -> Iterator[list[str]]:
    """The sources in order, so many at a time."""
    for start in range(0, len(sources), max(1, size)):
        yield list(sources[start : start + max(1, size)])
