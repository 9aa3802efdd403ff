"""A proxy between a tablet and the office that changes single answers: a hotspot, a new app."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.server import Server

CONDITIONS = ("if-none-match", "if-modified-since")  # a changed answer must not become a 304
OF_ONE_STEP = ("connection", "keep-alive", "transfer-encoding", "content-length")
NOT_PASSED_ON = OF_ONE_STEP + CONDITIONS


@dataclass
class Answered:
    """An answer on its way to the tablet."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


Change = Callable[[str, Answered], Answered]


class Between:
    """The proxy: `url` is what the tablet calls; `change` is asked about every answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.change: Change = lambda _path, answered: answered


@contextmanager
def between(server: Server) -> Iterator[Between]:
    """Stand between a tablet and `server` for a while."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            wanted = {k: v for k, v in self.headers.items() if k.lower() not in NOT_PASSED_ON}
            wanted["Accept-Encoding"] = "identity"
            line.request(self.command, self.path, body, wanted)
            given = line.getresponse()
            answered = Answered(given.status, given.getheaders(), given.read())
            line.close()
            self._answer(proxy.change(self.path, answered))

        def _answer(self, answered: Answered) -> None:
            self.send_response_only(answered.status)
            for name, value in answered.headers:
                if name.lower() not in OF_ONE_STEP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answered.body)))
            self.end_headers()
            self.wfile.write(answered.body)

        do_GET = do_POST = do_PUT = _pass_on  # noqa: N815 - http.server asks for these names

        def log_message(self, *_arguments: object) -> None:
            """Stay silent."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy = Between(f"http://127.0.0.1:{listening.server_port}")
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield proxy
    listening.shutdown()
    listening.server_close()
    thread.join()
