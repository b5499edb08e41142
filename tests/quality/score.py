"""Quality figures anyone can run again: the pipeline over gold sets, judged by their scorers.

    python -m tests.quality.score FOLDER [SET ...] [--record]

FOLDER holds score.py, which writes the inputs of a set and scores a release; the gold sets are not part of this project.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

SETS = {
    "seed": "",
    "actors": "",
    "speakers": "",
    "interviews": "speakers/interview.jsonl",
    "events": "",
    "gold_records": "events/gsr.jsonl",
    "attribution": "",
    "attribution_train": "attribution/train.jsonl",
    "roles": "",
    "incidents": "",
    "geo": "",
    "factuality": "",
    "factuality_uds": "factuality/uds_dev.jsonl",
}
"""Sets by the name of their row on the scoreboard, with the gold file where it is not the scorer's default."""
SCORER = {"interviews": "speakers", "gold_records": "events", "attribution_train": "attribution", "factuality_uds": "factuality"}
SCOREBOARD = Path(__file__).with_name("scoreboard.csv")
EVERY_ARTICLE = {"TIDINGS_ANNOTATE_DUPLICATES": "true"}
"""Gold sets judge every article, also the copies of another."""
HEADLINE = re.compile(r"^(\w+): ([0-9.]+)\s*$")


def main() -> int:
    """Score the sets asked for, print the scorers' tables, and with --record add the figures to the scoreboard."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scorers", type=Path, help="folder of score.py")
    parser.add_argument("sets", nargs="*", choices=[[], *SETS], help="sets to score; all without")
    parser.add_argument("--record", action="store_true", help="add the figures to scoreboard.csv")
    options = parser.parse_args()
    figures = [(name, *figure) for name in options.sets or SETS for figure in score(name, options.scorers.resolve())]
    if options.record:
        record(figures)
    for name, figure, value in figures:
        print(f"{name:20s} {figure:36s} {value:.4f}")
    return 0


def score(name: str, scorers: Path) -> Iterator[tuple[str, float]]:
    """Run the pipeline over a set and give the headline figure."""
    gold = ["--gold", str(scorers.parent / "gold" / SETS[name])] if SETS[name] else []
    scorer = [sys.executable, str(scorers / "score.py"), SCORER.get(name, name), *gold]
    with tempfile.TemporaryDirectory() as folder:
        inputs, output = Path(folder) / f"{name}.jsonl", Path(folder) / "output"
        subprocess.run([*scorer, "--inputs", str(inputs)], check=True)
        command = [sys.executable, "-m", "flows.cli", "run", str(inputs), "--output", str(output)]
        run = subprocess.run(command, check=False, env=os.environ | EVERY_ARTICLE)
        release = output / "releases" / "latest" if run.returncode == 0 else max((output / "failed").iterdir())
        print(f"\n== {name}" + ("" if run.returncode == 0 else " (the release failed its audit)"))
        text = subprocess.run([*scorer, "--release", str(release)], check=True, capture_output=True, text=True).stdout
        print(text)
        yield from ((found[1], float(found[2])) for line in text.splitlines()[-1:] if (found := HEADLINE.match(line)))


def record(figures: list[tuple[str, str, float]]) -> None:
    """Add figures to the scoreboard, with today's date and the commit they were measured at."""
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=SCOREBOARD.parent).stdout.strip()
    is_new = not SCOREBOARD.exists()
    with SCOREBOARD.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(["set", "figure", "value", "date", "commit"])
        writer.writerows([name, figure, f"{value:.4f}", f"{datetime.now(UTC):%Y-%m-%d}", found] for name, figure, value in figures)


if __name__ == "__main__":
    sys.exit(main())
