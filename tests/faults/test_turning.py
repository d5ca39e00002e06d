"""Keys of stories survive a kill wherever it changes the disk."""

import pytest

from tests.faults.conftest import Run

PROGRAM = "from tests.faults.turning import main; main()"


def killed(start: Run, act: str) -> tuple[int, int]:
    """(kills, losses) of an act that was killed wherever it changed the disk."""
    process = start(PROGRAM, act)
    out, err = process.communicate(timeout=100)
    assert process.returncode == 0, err
    kills, losses = out.split()
    return int(kills), int(losses)


@pytest.mark.promise("P-17")
@pytest.mark.parametrize(("act", "least"), [("turn", 9), ("shred", 3), ("create", 3)])
def test_a_kill_anywhere_loses_no_story(start: Run, act: str, least: int) -> None:
    kills, losses = killed(start, act)
    assert kills > least
    assert losses == 0


def test_ending_an_epoch_too_early_would_be_noticed(start: Run) -> None:
    """The control."""
    kills, losses = killed(start, "hasty")
    assert 0 < losses < kills
