"""What the rule layers cost: annotation against the plain spaCy pipeline, over the same texts in the same run.

python -m tests.quality.benchmark ARTICLES.jsonl [--count 300] [--rounds 3]
"""

import argparse
import json
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

from transforms.annotation.protocol import Document
from transforms.annotation.spacy_annotator import BATCH_SIZE, SpacyAnnotator
from transforms.ids import make_id


def main() -> int:
    """Print words a CPU second and the ratio, the median of rounds in which the two take turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, help="JSONL with a field `text`")
    parser.add_argument("--count", type=int, default=300, help="articles to read")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with options.articles.open(encoding="utf-8") as file:
        texts = [" ".join(json.loads(line)["text"].split(" ")) for line, _ in zip(file, range(options.count), strict=False)]
    words = sum(len(text.split()) for text in texts)
    reader = SpacyAnnotator()
    documents = [Document(make_id("art", number), text) for number, text in enumerate(texts)]
    plain, full = [], []
    for round_ in range(options.rounds):
        plain.append(seconds(lambda: [None for _ in reader.nlp.pipe(texts, batch_size=BATCH_SIZE)]))
        full.append(seconds(lambda: [None for _ in reader.annotate(documents)]))
        print(
            f"round {round_ + 1}: nlp.pipe {words / plain[-1]:,.0f} words/s, annotate {words / full[-1]:,.0f} words/s, ratio {full[-1] / plain[-1]:.3f}"
        )
    ratios = [f / p for f, p in zip(full, plain, strict=True)]
    print(
        f"{len(texts)} articles, {words:,} words; annotate takes {statistics.median(ratios):.3f} times nlp.pipe (CPU seconds, median of {options.rounds})"
    )
    return 0


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work."""
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    sys.exit(main())
