"""How often one may ask: budgets kept by the `limits` library, the same for both doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

EXACT_PER_SECOND = 200_000
FREE_TEXT_PER_MINUTE = 600
FREE_TEXT_BURST = 60
LEASE = 500
EXACT = RateLimitItemPerSecond(EXACT_PER_SECOND)
# A burst of 60 and 600 a minute: at most 60 in any six seconds.
FREE_TEXT = (
    RateLimitItemPerSecond(FREE_TEXT_BURST, 6),
    RateLimitItemPerMinute(FREE_TEXT_PER_MINUTE),
)


@dataclass(frozen=True, slots=True)
class Budgets:
    """The limits in force: exact checks share one budget, free text has one for each address."""

    exact: RateLimitItem = EXACT
    free_text: tuple[RateLimitItem, ...] = FREE_TEXT


class Limits:
    """Counts what is asked; in memory by default, in Redis when several hosts share a budget."""

    def __init__(self, *, storage: str = "memory://", budgets: Budgets | None = None) -> None:
        """Open the counters; `storage` is an address of the `limits` library."""
        self._strategy = SlidingWindowCounterRateLimiter(
            storage_from_string(storage or "memory://")
        )
        self._budgets = budgets or Budgets()
        self._lease = min(LEASE, self._budgets.exact.amount)
        self._asked = count()  # atomic, unlike +=
        self._is_open = True

    def allows_exact(self) -> bool:
        """Count an exact check against the one budget that all addresses share.

        The budget is drawn in leases: asking the library each time would cost a third of an answer.
        A lease that is refused refuses as many checks as it would have allowed.
        """
        if next(self._asked) % self._lease == 0:
            self._is_open = self._strategy.hit(self._budgets.exact, "exact", cost=self._lease)
        return self._is_open

    def allows_free_text(self, address: str) -> bool:
        """Count a search by free text against the budget of the address."""
        return all(self._strategy.hit(item, "text", address) for item in self._budgets.free_text)


def client_address(environ: Mapping[str, Any], *, proxies: int) -> str:
    """Return the address that asks: the one that the outermost of our own proxies saw.

    Without proxies of our own, what a client writes into the header counts for nothing.
    """
    direct = str(environ.get("REMOTE_ADDR", ""))
    if proxies < 1:
        return direct
    passed = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return passed[-proxies] if len(passed) >= proxies and passed[-proxies] else direct
