"""A real server in its own process and instance folder, on loopback: started, stopped, killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`flask --app wsgi serve` over one instance folder."""

    def __init__(self, instance: Path, *, database_url: str = "", **extra: str) -> None:
        self.port = free_port()
        self.instance = instance
        self.environment = {
            **os.environ,
            "MINGCHA_INSTANCE": str(instance),
            "MINGCHA_DEMO": "1",
            "MINGCHA_ARGON2_MEMORY_KIB": "64",
            "MINGCHA_ARGON2_TIME": "1",
            **({"MINGCHA_DATABASE_URL": database_url} if database_url else {}),
            **extra,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command of the office against the same instance."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, *options: str, command: tuple[str, ...] = ("serve",)) -> "Server":
        """Start and wait until it answers; raises AssertionError with its log when it doesn't.

        `command` may be another that serves: `("blacklist", "serve", PATH)`.
        """
        self.instance.mkdir(parents=True, exist_ok=True)
        log = (self.instance / "server.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "flask", "--app", "wsgi", *command),
                    *("--port", str(self.port), "--workers", "1", *options),
                ],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _try in range(3600):  # a machine under load takes minutes, a dead server breaks at once
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return self
            except OSError:
                pass
            finally:
                connection.close()
            try:
                self.process.wait(0.05)
                break
            except subprocess.TimeoutExpired:
                continue
        raise AssertionError((self.instance / "server.log").read_text())

    def kill(self) -> None:
        """SIGKILL to the server and everything it started."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """SIGTERM, as a service manager would; returns the exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
            return -1
        finally:
            self.process = None
