"""python -m farshore.front: serve `site/`, and hand dynamic addresses on to the back."""

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path

import uvloop

from farshore.front.server import serving

_MIB = 1024 * 1024


def main() -> int:
    given = _arguments().parse_args()
    logging.disable()  # libraries name addresses in what they log; we say ourselves what failed
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(given))
    except OSError as error:
        sys.stderr.write(f"The front cannot listen on {given.host}:{given.port}: {error}\n")
        return 1
    return 0


async def _serve(given: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(
        site=given.site,
        back=given.back,
        host=given.host,
        port=given.port,
        cap=given.memory * _MIB,
        trusted=given.trust,
        secure=given.secure,
        onion=given.onion,
    ):
        await stop.wait()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m farshore.front", description=__doc__)
    parser.add_argument("--site", type=Path, required=True, help="the folder that the press writes")
    parser.add_argument("--back", type=Path, required=True, help="the socket of the back")
    parser.add_argument("--host", default="127.0.0.1", help="on which address to listen")
    parser.add_argument("--port", type=int, default=8000, help="on which port to listen")
    parser.add_argument("--memory", type=int, default=64, help="MiB for pages kept at hand")
    parser.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="NETWORK",
        help="a proxy before us whose X-Forwarded-For and -Proto are believed; may be repeated",
    )
    parser.add_argument(
        "--secure",
        action="store_true",
        help="the public comes by https: tell browsers to insist on it, but under an onion name",
    )
    parser.add_argument(
        "--onion", default="", metavar="NAME", help="….onion, to be named to Tor Browser by https"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
