"""The gazetteer: one file of places, compiled offline from an installed package."""

from tools.setup.environment import program
from tools.setup.ground import ROOT, begin, done, fingerprint, is_done, say, start

PLACES = ROOT / "src" / "farshore" / "places"
INDEX = PLACES / "data" / "gazetteer.bin"


def build() -> None:
    """Into src/farshore/places/data/."""
    recipe = sorted(PLACES.glob("*.py"))
    mark = fingerprint([*recipe, ROOT / "uv.lock"])
    if is_done("gazetteer", mark, there=INDEX):
        return
    begin("gazetteer")
    say("Compiling the gazetteer …")
    command = [program("python"), "-m", "farshore.places.build"]
    start(command, stage="gazetteer", doing="compiling the gazetteer")
    done("gazetteer", mark)
