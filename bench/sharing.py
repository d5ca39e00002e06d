"""How long each step of sharing takes: `python bench/sharing.py` prints a JSON list of figures.

Sixty tellers go the whole path, one after the other, over a house of its own on SQLite in a
temporary folder. Django answers in this process (its test client): what the front and the socket
add is measured in `bench/serving.py`. Each story has three places and one picture of twelve
megapixels, and each figure is the 95th percentile of what one press took until its page was there.
Typing a code costs its derivation, and `/return/` waits on purpose for a quarter of a second.
`sharing.step` is over all presses but those that derive, open pictures or wait.
"""

import io
import json
import os
import re
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median, quantiles
from typing import Any

TELLERS = 60
PICTURES = 12
"""So many of the tellers send a picture: cleaning it takes far longer than anything else."""
HYESAN = "t:2043837"
TYPED = ("Hyes", "Chang", "혜산", "Se", "دمشق", "Kab", "Asm", "Mar", "San", "北")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _house(folder)
        taken = _tellers()
    figures = [_figure(name, times) for name, times in taken.items()]
    steps = [time for name, times in taken.items() if name in _STEPS for time in times]
    figures.append(_figure("step", steps))
    print(json.dumps(figures, indent=1))


_STEPS = frozenset(
    "start begin story find pick place journey pictures uses preview review send".split()
)


def _house(folder: str) -> None:
    Path(folder).chmod(0o700)
    (Path(folder) / "static").mkdir()
    os.environ |= {"FARSHORE_DATA": folder, "DJANGO_SETTINGS_MODULE": "farshore.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _tellers() -> dict[str, list[float]]:
    """Name of a step → seconds that each teller waited for it."""
    taken: dict[str, list[float]] = defaultdict(list)
    photo = _photo()
    for number in range(-1, TELLERS):  # the first one warms everything up
        teller = _Teller(taken if number >= 0 else defaultdict(list))
        _share(teller, number, photo if number < PICTURES else None)
    return taken


def _share(teller: "_Teller", number: int, photo: bytes | None) -> None:
    teller.get("start", "/share/")
    teller.post("begin", step="begin")
    code = teller.field("shown")
    teller.post("code", step="code", shown=code, typed=code)
    words = "We left when the river was frozen. " * 60
    teller.press("story", "story", text=words, language="en", title="The lamp", themes=["border"])
    for place in range(3):
        teller.press("find", "journey", "find", place=TYPED[(number + place) % len(TYPED)])
        teller.press("pick", "journey", f"pick:{HYESAN}")
        teller.press("place", "place", place=HYESAN, role="left", date="winter 1998?", waypoint="")
    teller.press("journey", "journey")
    if photo:
        _send_picture(teller, photo)
    else:
        teller.press("pictures", "pictures")
    teller.press("uses", "uses", uses=["site", "film"])
    teller.press("preview", "preview")
    teller.press("send" if not photo else "send with a picture", "send", "send")
    teller.post("return", "/return/", code=code)


def _send_picture(teller: "_Teller", photo: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    teller.press("picture of 12 MP", "pictures", "stay", pictures=[SimpleUploadedFile("x", photo)])
    (one,) = re.findall(r'value="covers:([^"]+)"', teller.page)
    said = {f"{one}-caption": "At home", f"{one}-people": "covered"}
    teller.press("covers shown", "pictures", f"covers:{one}", **said)
    teller.press("covers kept", "covers", picture=one, tile=["40", "41", "52", "53"])
    teller.press("pictures", "pictures", **said)


class _Teller:
    """A browser that keeps the time."""

    def __init__(self, taken: dict[str, list[float]]) -> None:
        from django.test import Client

        self.client, self.taken, self.page = Client(), taken, ""

    def get(self, name: str, address: str) -> None:
        self._timed(name, lambda: self.client.get(address))

    def post(self, name: str, address: str = "/share/", **fields: Any) -> None:
        self._timed(name, lambda: self.client.post(address, fields))

    def press(self, name: str, step: str, go: str = "next", **fields: Any) -> None:
        hand = {"hand": self.field("hand"), "nonce": self.field("nonce")}
        self.post(name, step=step, go=go, **hand, **fields)

    def field(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        assert found, f"no {name} on the page"
        return found.group(1)

    def _timed(self, name: str, act: Any) -> None:
        started = time.perf_counter()
        answer = act()
        self.taken[name].append(time.perf_counter() - started)
        assert answer.status_code == 200 and b"error-summary" not in answer.content, name
        self.page = answer.content.decode()


def _photo() -> bytes:
    """Twelve megapixels with as much in them as a phone's picture."""
    from PIL import Image

    coarse = Image.effect_noise((1000, 750), 60).convert("RGB")
    buffer = io.BytesIO()
    coarse.resize((4000, 3000), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _figure(name: str, times: list[float]) -> dict[str, object]:
    cut = quantiles(times, n=20, method="inclusive")[18] * 1000
    words = name.replace(" ", "_")
    note = {"median": round(median(times) * 1000, 1), "presses": len(times)}
    return {
        "name": f"sharing.{words}.p95",
        "value": round(cut, 1),
        "unit": "ms",
        "asked": None,
        **note,
    }


if __name__ == "__main__":
    main()
