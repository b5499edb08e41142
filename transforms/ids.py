"""Identifiers that survive a rebuild."""

from hashlib import blake2b

DIGEST_BYTES = 10
"""80 bits: a million million rows of a kind would share an id once in some four runs."""


def make_id(prefix: str, *values: object) -> str:
    """`prefix_` and 20 hexadecimal digits of a hash of the values, the same on every machine.

    Values are written as text with their length before them, so that ("ab", "c") and ("a", "bc") differ;
    None differs from the empty string.
    """
    digest = blake2b(digest_size=DIGEST_BYTES)
    for value in values:
        raw = b"-" if value is None else str(value).encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % (-1 if value is None else len(raw)) + raw)
    return f"{prefix}_{digest.hexdigest()}"


def content_hash(text: str) -> str:
    """32 hexadecimal digits of a hash of the text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
