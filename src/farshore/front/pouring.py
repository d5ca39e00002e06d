"""Sending files that are too large for memory, piece by piece, at the client's pace."""

import asyncio
import os
from typing import TYPE_CHECKING

from farshore.front import site
from farshore.front.answers import Answer, Broken, Stretch
from farshore.front.files import BUSY, Files
from farshore.front.requests import Request
from farshore.front.shelf import Changed, Copy

if TYPE_CHECKING:
    from farshore.front.connection import Connection

PIECE = 256 * 1024
"""Bytes that are read at once."""

_TRIES = 5


async def pour(files: Files, request: Request, outlet: "Connection") -> None:
    """Answer a request for a large file."""
    for _ in range(_TRIES):
        answer = files.answer(request)
        try:
            if isinstance(answer, Copy):
                await files.prepare(answer)
                continue
            if answer.stretch is None or request.method == b"HEAD":
                outlet.send(answer, request)
            else:
                await _opened(files, request, answer, answer.stretch, outlet)
            return
        except Changed:
            files.shelf.forget(request.path)
    outlet.send(BUSY, request)


async def _opened(
    files: Files, request: Request, answer: Answer, stretch: Stretch, outlet: "Connection"
) -> None:
    file = files.shelf.open(stretch.copy)
    try:
        outlet.begin(request, answer.status, answer.lines)
        await _pieces(file, stretch, outlet)
        outlet.finish(request)
    except Broken:
        outlet.abort()
    finally:
        os.close(file)


async def _pieces(file: int, stretch: Stretch, outlet: "Connection") -> None:
    """Raises `Broken` when the file is removed or replaced meanwhile: a hide does not wait."""
    loop = asyncio.get_running_loop()
    at, end = stretch.start, stretch.start + stretch.length
    while at < end:
        piece = await loop.run_in_executor(None, site.read, file, min(PIECE, end - at), at)
        if not piece or os.fstat(file).st_nlink == 0:
            raise Broken
        await outlet.write(piece)
        at += len(piece)
