"""Whether a server answers."""

import http.client


def answers(host: str, port: int, path: str) -> bool:
    """Whether GET `path` is answered with 200 within a second."""
    connection = http.client.HTTPConnection(host, port, timeout=1.0)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
