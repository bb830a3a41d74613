"""The port on the loopback address: is it free, and does the first page answer there?"""

import contextlib
import errno
import http.client
import socket

from kohkol.running.refusal import Refusal

DEFAULT_PORT = 8750
LOOPBACK = "127.0.0.1"


def require_free(port: int) -> None:
    """`Refusal` naming `--port` when nothing can be served on this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OverflowError:
            raise Refusal(f"{port} is not a port: choose one from 1024 to 65535 with --port.") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                free = free_port()
                raise Refusal(f"port {port} is taken by another program: choose another with --port {free}.") from None
            raise Refusal(f"port {port} cannot be used ({error.strerror}): choose another with --port.") from error


def free_port() -> int:
    """A port that is free now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def first_page_answers(port: int) -> bool:
    """Tell whether the web server gives the first page (any answer below 500)."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=20)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    return False
