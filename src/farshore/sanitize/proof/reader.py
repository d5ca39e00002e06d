"""Reading with nothing left over."""

from ..errors import NotProved


def demand(holds: bool, rule: str) -> None:
    """Raise ``NotProved`` naming the rule that does not hold."""
    if not holds:
        raise NotProved(rule)


class Reader:
    """Bytes taken from the front, each one accounted for."""

    __slots__ = ("at", "data", "what")

    def __init__(self, data: bytes, what: str) -> None:
        self.data, self.what, self.at = data, what, 0

    def take(self, count: int) -> bytes:
        end = self.at + count
        demand(end <= len(self.data), f"{self.what} is cut short")
        taken = self.data[self.at : end]
        self.at = end
        return taken

    def number(self, width: int) -> int:
        return int.from_bytes(self.take(width))

    def expect(self, meant: bytes) -> None:
        demand(self.take(len(meant)) == meant, f"{self.what} is not as written here")

    @property
    def over(self) -> bool:
        return self.at == len(self.data)

    def finish(self) -> None:
        demand(self.over, f"{self.what} holds more than it should")
