"""Tables staged, judged, and published as a release or put aside with the rows at fault."""

import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import polars as pl
from prefect import task

from flows import progress
from output.changes import changes_markdown
from output.diff import compare, merges
from output.manifest import Facts, read_manifest
from output.read import open_release
from output.release import Staged, discard, fail, stage, unchanged
from output.release import publish as published
from output.report.page import render
from seeds.reader import fingerprint
from transforms.annotation.protocol import AnnotatorFacts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    version: str
    """The release made; the one that is latest if nothing changed; the one put aside if the audit failed."""
    status: str
    """new | unchanged | failed"""
    verdict: str
    path: Path
    not_passed: list[dict[str, Any]]
    accounts: dict[str, int]


@task(name="audit and publish", persist_result=False)
def publish(
    folder: Path,
    *,
    root: Path,
    facts: AnnotatorFacts,
    inputs: list[dict[str, Any]],
    accounts: dict[str, int],
    settings: Mapping[str, Any],
    now: datetime,
) -> Outcome:
    """Publish the tables of a folder as the latest release if they differ from the last and pass their audit."""
    from expectations.audit import audit

    progress.current().step("Staging the release")
    tables = {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    staged = stage(root, tables, now=now)
    previous = open_release(root) if staged.previous else None
    if previous is not None and unchanged(staged, read_manifest(previous.path)):
        discard(staged)
        known = previous.manifest.audit
        return Outcome(previous.version, "unchanged", str(known["verdict"]), previous.path, list(known.get("not_passed", [])), accounts)
    progress.current().step("Auditing", len(tables) + 1)
    verdict = audit(tables, now=now, progress=lambda _: progress.current().advance())
    summary = verdict.summary()
    if verdict.verdict == "failed":
        path = fail(staged, {**summary, "results": verdict.rows()}, verdict.faults)
        return Outcome(staged.version, "failed", "failed", path, summary["not_passed"], accounts)
    progress.current().step("Publishing")
    about = Facts(code=code(), extractors=[extractor(facts)], seeds=fingerprint(), inputs=inputs, audit=summary, settings=dict(settings))
    changes = compare(previous, tables)
    page = render(version=staged.version, created_at=now, previous=staged.previous, tables=tables, audit=verdict.rows(), changes=changes, facts=about)
    text = changes_markdown(changes, version=staged.version, previous=staged.previous, merges=merges(previous, tables))
    published(staged, about, changes_md=text, extra_files={"report.html": page})
    return Outcome(staged.version, "new", verdict.verdict, where(staged), summary["not_passed"], accounts)


def where(staged: Staged) -> Path:
    """Folder of the release that a staged one became."""
    return staged.root / "releases" / staged.version


def extractor(facts: AnnotatorFacts) -> dict[str, Any]:
    """What the manifest says of the annotator."""
    told = asdict(facts)
    return {
        "name": facts.name,
        "version": facts.version,
        "model": facts.model,
        "model_version": facts.model_version,
        "hashes": {"model_files": facts.model_hash, "seeds": facts.seeds_hash, "fingerprint": facts.fingerprint},
        **told["details"],
    }


def code() -> dict[str, str | None]:
    """Version of the package, and the commit where it runs from a checkout."""
    try:
        package = version("tidings")
    except PackageNotFoundError:
        package = None
    here = Path(__file__).resolve().parent.parent
    if not (here / ".git").exists():
        return {"version": package, "commit": None}
    found = subprocess.run(["git", "-C", str(here), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return {"version": package, "commit": found.stdout.strip() or None}
