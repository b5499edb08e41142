"""What the language model is given to read: the text, character for character in its place, without what would stop it."""

import re

from transforms.annotation.casing import with_case

LONGEST_WORD = 300
"""Characters without a space beyond which nothing is a word: spaCy's tokenizer takes 0.5 s for 2,000 quotation marks in a row
and four times as long for twice as many, so that a page of them would hold up a run for hours."""
RUN = re.compile(rf"\S{{{LONGEST_WORD},}}")


def legible(text: str) -> str:
    """The text with its case put back where it has none, and blanks for runs that are no words; of the same length."""
    return with_case(RUN.sub(lambda run: " " * len(run.group()), text))
