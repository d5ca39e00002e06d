"""A vault and a folder of epochs for each test."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> Path:
    """Where sealed files lie."""
    settings.VAULT = tmp_path / "vault"
    return tmp_path / "vault"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the epochs lie."""
    settings.EPOCHS = tmp_path / "secret" / "epochs"
    return tmp_path / "secret" / "epochs"
