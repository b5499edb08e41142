"""The pipeline from sources to a release, as one reads it: ingest, annotate, resolve, audit, publish."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from prefect import flow, get_run_logger

from flows import progress
from flows.annotate import annotate
from flows.fetch import fetch, settle, split
from flows.ingest import ingest
from flows.publish import Outcome, publish
from flows.resolve import resolve
from flows.settings import Settings, clock, load
from output.release import latest, writer_lock


class AuditFailed(RuntimeError):
    """The release was put aside because its audit failed; `latest` is as it was."""


def run(sources: Sequence[str], settings: Settings) -> Outcome:
    """Run the flow and give what it came to, also when the audit failed."""
    return tidings(list(sources), settings.model_dump(mode="json"))


@flow(name="tidings", persist_result=False, validate_parameters=False)
def tidings(sources: list[str], settings: dict[str, object]) -> Outcome:
    """One dataset brought up to date with its sources.

    Four task runs, and one before them if there are sources on the web, each of some seconds or more; between them go
    paths, not frames. One run at a time writes to a dataset: the lock is the operating system's, so a killed run frees it.
    """
    configured = Settings.model_validate(settings)
    root, now = configured.output, clock()
    scratch = configured.work / "runs" / uuid4().hex[:12]
    with writer_lock(root, wait=configured.wait_for_lock, on_wait=say):
        try:
            files, web = split(sources or configured.sources, configured.sources_file)
            fetched = fetch(web, configured, fresh=configured.replace or latest(root) is None) if web else []
            found = ingest(
                files,
                scratch,
                root=root,
                mapping=configured.mapping,
                annotate_duplicates=configured.annotate_duplicates,
                longest_article=configured.longest_article,
                replace=configured.replace,
                now=now,
                fetched=fetched,
            )
            facts = annotate(
                found.articles, configured.work, model=configured.model, workers=configured.workers, batch_articles=configured.batch_articles
            )
            tables = resolve(found.articles, found.rejects, scratch, root=root, work_area=configured.work, facts=facts, now=now)
            outcome = publish(tables, root=root, facts=facts, inputs=found.inputs, accounts=found.accounts, settings=kept(configured), now=now)
            if web and outcome.status != "failed":
                settle(configured.work)
            return outcome
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


@flow(name="tidings-scheduled", persist_result=False)
def scheduled(sources: list[str] | None = None, output: str | None = None) -> str:
    """The pipeline as a deployment runs it, with the settings of the worker's folder; fails where the audit does."""
    outcome = run(sources or [], load(output=Path(output) if output else None))
    if outcome.status == "failed":
        raise AuditFailed(f"release {outcome.version} failed its audit: see {outcome.path}")
    return outcome.version


def say(line: str) -> None:
    """Tell people at the log and at the terminal that the run waits."""
    get_run_logger().warning(line)
    progress.current().note(line)


def kept(settings: Settings) -> dict[str, object]:
    """The settings that shaped the tables, for the manifest; none that names a place on this machine."""
    told = settings.model_dump(mode="json")
    return {name: told[name] for name in ("model", "annotate_duplicates", "longest_article", "replace", "mapping", "follow_links")}
