"""Answers that are none: trouble that may be gone next time, told apart from what will stay so."""

from flows.sources.records import Unusable


class Unreachable(Unusable):
    """No answer, or one that says to come again later."""

    def __init__(self, detail: str, *, wait: float = 0.0, again: bool = True, answered: bool = False) -> None:
        super().__init__("unreachable", detail)
        self.wait = wait
        """Seconds after which the host asks us to come again."""
        self.again = again
        """Whether it makes sense to try again in this run."""
        self.answered = answered
        """Whether the host said anything, so that the network is there."""


class Refused(Unusable):
    """An answer that the host has no page for us."""

    def __init__(self, reason: str, detail: str, *, status: int) -> None:
        super().__init__(reason, detail)
        self.status = status
