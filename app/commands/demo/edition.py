"""An edition of the demo bureau, published by the third person."""

from collections.abc import Callable


def publish(*, say: Callable[[str], None]) -> None:
    """Publish."""
    say("no edition yet")
