"""Bills of materials (CycloneDX 1.5), by the programs that know the locks: uv and npm.

Both write a random number and the time of day into them. Here these come from what the bill says
and from the commit, so that two people get the same bill.
"""

import json
import uuid
from pathlib import Path
from typing import Any

from tools.releasing.checkout import Source
from tools.releasing.programs import told
from tools.setup.environment import VENV, node_path

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://cyclonedx.org/farshore")


def bills(tree: Path, place: Path, made_from: Source, *, tools: Path = VENV) -> dict[str, bytes]:
    """By file name: what runs, what it is built and tested with, and the front end."""
    export = [tools / "bin" / "uv", "export", "--frozen", "--offline", "--format", "cyclonedx1.5"]
    export += ["--preview-features", "sbom-export"]
    uv = {"UV_PYTHON": str(tools / "bin" / "python")}
    return {
        f"{name}.cdx.json": settled(data, made_from)
        for name, data in (
            ("python", told([*export, "--no-dev"], cwd=tree, env=uv)),
            ("python-build", told([*export, "--all-groups"], cwd=tree, env=uv)),
            ("front-end", _front_end(tree, place, made_from)),
        )
    }


def settled(data: bytes, made_from: Source) -> bytes:
    """The bill without what differs from one run to the next."""
    bill: dict[str, Any] = json.loads(data)
    bill.pop("serialNumber", None)
    bill["metadata"].pop("timestamp", None)
    said = json.dumps(bill, sort_keys=True)
    bill["serialNumber"] = uuid.uuid5(_NAMESPACE, f"{made_from.commit} {said}").urn
    bill["metadata"]["timestamp"] = f"{made_from.day}T00:00:00Z"
    return (json.dumps(bill, indent=1, sort_keys=True) + "\n").encode("ascii")


def _front_end(tree: Path, place: Path, made_from: Source) -> bytes:
    """npm names no package without a version; the front end has the house's."""
    folder = place / "farshore-frontend"
    folder.mkdir()
    package = json.loads((tree / "frontend" / "package.json").read_text("utf-8"))
    (folder / "package.json").write_text(json.dumps(package | {"version": made_from.version}))
    lock = (tree / "frontend" / "package-lock.json").read_bytes()
    (folder / "package-lock.json").write_bytes(lock)
    command = ["npm", "sbom", "--offline", "--sbom-format", "cyclonedx", "--package-lock-only"]
    return told(command, cwd=folder, env={"PATH": node_path()})
