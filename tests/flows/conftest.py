"""One Prefect server for all flow tests, and a small dataset that commands can be tried on."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows import annotate, pipeline
from flows.publish import Outcome
from flows.settings import Settings
from transforms.annotation.spacy_annotator import SpacyAnnotator

EPOCH = "1767225600"
"""1 January 2026, 00:00 UTC."""
PLANT = """---
title: Workers end strike at Harbor plant
date: 2025-11-04
url: https://news.example.org/plant
source: Example Courier
---
Workers ended a strike at a steel plant in Katowice on Monday after the Polish government promised to raise their wages.

"We got what we asked for," said Marta Nowak, the leader of the union. Prime Minister Jan Zielony said the deal would cost two million zlotys.
"""
MARCH = """---
title: Police arrest 12 protesters in Nairobi
date: 2025-11-05
url: https://news.example.org/march
source: Example Courier
---
Police arrested 12 protesters in Nairobi on Tuesday. The opposition leader, Grace Wambui, accused the Kenyan government of breaking the law.

"This is an attack on our freedom," she said.
"""
VISIT = """---
title: Polish minister visits Nairobi
date: 2025-12-02
url: https://news.example.org/visit
source: Example Courier
---
The foreign minister of Poland, Adam Lipski, met Kenyan officials in Nairobi on Monday. Marta Nowak criticized the visit.
"""


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory, annotator: SpacyAnnotator) -> Iterator[str]:
    """Address of a server in a home of its own; flows of this process use it, and the annotator that is already loaded."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        patch.setattr(annotate, "annotator", lambda model: annotator)
        from prefect.settings import PREFECT_API_URL
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            yield str(PREFECT_API_URL.value())


@pytest.fixture(scope="session")
def run(prefect_server: str) -> Callable[..., Outcome]:
    """Runs the pipeline on a folder of sources, into the dataset of a folder."""

    def pipeline_run(sources: Path, output: Path, **settings: object) -> Outcome:
        return pipeline.run([str(sources)], Settings(output=output, workers=1, **settings))  # type: ignore[arg-type]

    return pipeline_run


def write(folder: Path, **articles: str) -> Path:
    """The folder, with these articles in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def dataset(run: Callable[..., Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with one release of two articles. Tests read it; those that write take a copy."""
    folder = tmp_path_factory.mktemp("small")
    assert run(write(folder / "news", plant=PLANT, march=MARCH), folder / "data").status == "new"
    return folder / "data"


def environment(server: str, **more: str) -> dict[str, str]:
    """The environment of a subprocess that uses the server."""
    return os.environ | {"PREFECT_API_URL": server, "SOURCE_DATE_EPOCH": EPOCH} | more
