"""What both doors count and time for the operator: how many and how long, never what was asked.

The figures of all worker processes meet in the folder that PROMETHEUS_MULTIPROC_DIR names, which
`serve --metrics-port` sets; without it they stay in the process and nobody reads them.
"""

from functools import cache
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

NO_ENDPOINT = "none"


def register_metrics(app: Flask, *, door: str) -> None:
    """Count and time every answer of `app` by endpoint and status; comes before all other hooks."""
    # made here, where one thread is: a cache lets two threads that come first both make them
    for metric in (requests_histogram, checks_counter, check_histogram):
        metric()

    @app.before_request
    def note_start() -> None:
        g.began = perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        began = g.pop("began", None)
        if began is not None:
            endpoint = request.endpoint or NO_ENDPOINT
            told = requests_histogram().labels(door, endpoint, str(response.status_code))
            told.observe(perf_counter() - began)
        return response


@cache
def requests_histogram() -> Histogram:
    """Return the one histogram of requests; its count is how many there were."""
    return Histogram(
        "mingcha_request_seconds",
        "Time until an answer's first byte, by door, endpoint and status",
        ("door", "endpoint", "status"),
        buckets=(0.005, 0.02, 0.05, 0.15, 0.5, 1, 2.5, 10),
    )


@cache
def checks_counter() -> Counter:
    """Return the one counter of checks; it knows how many, never which."""
    return Counter(
        "mingcha_checks", "Public checks by way and verdict, or error", ("way", "answer")
    )


@cache
def check_histogram() -> Histogram:
    """Return the times of the exact check, one in some hundred."""
    return Histogram(
        "mingcha_check_seconds",
        "Time of the check's interface, a sample of its answers",
        buckets=(0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.001, 0.01, 0.1),
    )
