"""The parent's side of the child: start it, feed it, bound it, and read its death right."""

import math
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from . import wire
from .errors import RefusalReason, Refused
from .values import Limits

BOOT = (
    "import sys; sys.path[:] = sys.argv[1].split('\\n'); "
    "from farshore.sanitize.child import main; main(sys.argv[2:])"
)
# Nothing of the parent's environment: no secret, no path, no locale.
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
CHUNK = 1 << 16
LONGEST_ANSWER = 96 * 1024 * 1024
GRACE = 2.0  # seconds that a child may take to end after its last byte
AT_ONCE = 2  # children of one process; the others wait their turn
PATIENCE = 60.0  # seconds that one waits, so that slow pictures cannot hold every thread
_turns = threading.BoundedSemaphore(AT_ONCE)

NO_MEMORY = 3  # exit status of a child that could not even say so
DEATHS = {
    -signal.SIGXCPU: RefusalReason.TOO_SLOW,
    -signal.SIGKILL: RefusalReason.TOO_MANY_PIXELS,  # not by us: the kernel ran out of memory
    NO_MEMORY: RefusalReason.TOO_MANY_PIXELS,
    1: RefusalReason.UNAVAILABLE,  # it never came to the point of reading
}

Answer = tuple[dict[str, Any], list[bytes]]


def ask(act: str, kind: str, limits: Limits, header: dict[str, Any], parts: list[bytes]) -> Answer:
    """Have one act done by a child; raise ``Refused`` for a refusal, a crash or a silence."""
    request = wire.pack({**header, "limits": asdict(limits)}, parts)
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused(RefusalReason.UNAVAILABLE, "no turn")
    try:
        return _understood(*_answered(act, kind, limits, request))
    finally:
        _turns.release()


def _answered(act: str, kind: str, limits: Limits, request: bytes) -> tuple[bytes, int]:
    """What a child says, and its exit status; it is gone afterwards, whatever it did."""
    with _started(act, kind, limits) as child:
        try:
            frame = _talked(child, request, time.monotonic() + limits.seconds)
            return frame, child.wait(GRACE)
        except subprocess.TimeoutExpired as error:
            raise Refused(RefusalReason.TOO_SLOW, "wall clock") from error
        finally:
            child.kill()


def _started(act: str, kind: str, limits: Limits) -> subprocess.Popen[bytes]:
    paths = "\n".join(path for path in sys.path if path)
    seconds = str(math.ceil(limits.seconds))
    command = [sys.executable, "-I", "-S", "-c", BOOT, paths]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter, our own arguments
            [*command, act, kind, str(limits.memory_bytes), seconds],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # decoders quote what they read
            env=ENVIRONMENT,
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
    except OSError as error:
        raise Refused(RefusalReason.UNAVAILABLE, type(error).__name__) from error


def _talked(child: subprocess.Popen[bytes], request: bytes, deadline: float) -> bytes:
    """Write the request while reading the answer, to its end, its limit or the deadline."""
    assert child.stdin is not None and child.stdout is not None
    answer, unsent = bytearray(), memoryview(request)
    os.set_blocking(child.stdin.fileno(), False)  # a child that stalls must not stall us
    with selectors.DefaultSelector() as pipes:
        pipes.register(child.stdin, selectors.EVENT_WRITE)
        pipes.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired("child", 0)
            for key, _ in pipes.select(left):
                if key.fileobj is child.stdin:
                    unsent = _fed(child.stdin, unsent, pipes)
                    continue
                chunk = child.stdout.read(CHUNK)
                answer += chunk
                if len(answer) > LONGEST_ANSWER:
                    raise Refused(RefusalReason.DAMAGED, "answer too long")
                if not chunk:
                    return bytes(answer)


def _fed(stdin: IO[bytes], unsent: memoryview, pipes: selectors.BaseSelector) -> memoryview:
    """Send what fits; close when all is sent, or when the child has stopped listening."""
    try:
        unsent = unsent[stdin.write(unsent[:CHUNK]) or 0 :]
    except BrokenPipeError:
        unsent = unsent[:0]
    if not unsent:
        pipes.unregister(stdin)
        with suppress(BrokenPipeError):
            stdin.close()
    return unsent


def _understood(frame: bytes, status: int) -> Answer:
    if status:
        raise Refused(DEATHS.get(status, RefusalReason.DAMAGED), f"exit {status}")
    try:
        header, parts = wire.unpack(frame)
        if "refused" in header:
            raise Refused(RefusalReason(header["refused"]), str(header.get("cause", ""))[:80])
    except (wire.Garbled, ValueError, RecursionError) as error:
        raise Refused(RefusalReason.DAMAGED, "answer garbled") from error
    return header, parts
