"""Disjoint sets of row numbers."""

from collections.abc import Iterable


class Groups:
    """Disjoint sets of row numbers; the root is the smallest."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, number: int) -> int:
        """Smallest number of the set that holds `number`."""
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def join(self, numbers: Iterable[int]) -> None:
        """Put numbers into one set."""
        roots = sorted({self.root(n) for n in numbers})
        for other in roots[1:]:
            self.parent[other] = roots[0]
