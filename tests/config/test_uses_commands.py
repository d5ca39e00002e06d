"""farshore uses: what was used, as a table that goes out and comes in."""

from pathlib import Path

import pytest

from farshore.config.cli import main
from farshore.config.speech import DONE, PROBLEM, REFUSED, WRONG
from farshore.moderation.models import Act, AuditLine, Use
from tests.stories.making import published

pytestmark = pytest.mark.django_db(transaction=True)

Said = pytest.CaptureFixture[str]


@pytest.fixture
def house(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This house's commands, without setting Django up again."""
    monkeypatch.setattr("farshore.config.cli.uses.open_house", Path)
    return data


def test_a_table_comes_in_and_goes_out_formula_safe(
    house: Path, tmp_path: Path, capsys: Said
) -> None:
    slug = published("Found", uses=("site", "press"))
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text(f"story,part,used in,where\n{slug},words,press_kit,=HYPERLINK(1)\n")
    assert main(["uses", "import", str(given)]) == DONE
    assert "1 uses are new." in capsys.readouterr().out
    assert Use.objects.get().where == "=HYPERLINK(1)"
    assert AuditLine.objects.get(act=Act.USED).staff == ""
    assert main(["uses", "export", "--out", str(out)]) == DONE
    assert "1 uses are in" in capsys.readouterr().out
    assert '"\'=HYPERLINK(1)"' in out.read_text("utf-8-sig")
    assert out.stat().st_mode & 0o077 == 0
    assert main(["uses", "export", "--out", str(out)]) == REFUSED
    assert main(["uses", "import", str(out)]) == DONE
    assert "0 uses are new." in capsys.readouterr().out


def test_what_must_not_be_is_named_by_its_line_and_nothing_is_taken_in(
    house: Path, tmp_path: Path, capsys: Said
) -> None:
    slug = published("Found", uses=("site", "press"))
    given = tmp_path / "in.csv"
    given.write_text(
        f"story,part,used in\n{slug},words,press_kit\n{slug},words,exhibition\nx,words,film\n"
    )
    assert main(["uses", "import", str(given)]) == PROBLEM
    told = capsys.readouterr().err
    assert "Line 3: Its teller did not say yes" in told and "Line 4: No such story" in told
    assert not Use.objects.exists()


def test_what_is_no_table_or_not_there_is_refused(
    house: Path, tmp_path: Path, capsys: Said
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    assert main(["uses", "import", str(wrong)]) == WRONG
    assert main(["uses", "import", str(tmp_path / "none.csv")]) == PROBLEM
    assert main(["uses", "export", "--out", str(wrong / "out.csv")]) == PROBLEM
    assert "cannot be written" in capsys.readouterr().err
