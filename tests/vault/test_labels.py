"""Labels are drawn as they are written, or not at all."""

from pathlib import Path

import pytest
from PIL import features

from farshore.vault import labels
from farshore.vault.errors import Undrawable

ASSETS = Path(labels.__file__).resolve().parents[1] / "assets"
A4 = labels.SHEETS["a4"]
needs_raqm = pytest.mark.skipif(not features.check("raqm"), reason="no FriBiDi here")

ADDRESSES = [
    ["Ji-woo Park", "Unter den Linden 77, Hinterhaus, 3. Stock links bei Müller", "Deutschland"],
    ["김지우", "서울특별시 종로구 세종대로 209 101동 1203호", "대한민국"],
    ["王小明", "吉林省延边朝鲜族自治州延吉市人民路 36 号", "133000 中国"],
    ["Нина Иванова", "ул. Ленина, д. 5, кв. 12", "Россия"],
    ["Nguyễn Thị Hương", "Số 12, ngõ 5 Phố Huế", "Việt Nam"],
]


def text(line: str) -> str:
    """A line as it stands on paper from left to right."""
    runs = labels._runs(line, labels.fonts_in(ASSETS))
    assert runs is not None
    return "".join(part for _font, part in runs)


def test_addresses_of_many_scripts_become_sheets() -> None:
    data = labels.pdf(ADDRESSES * 10, sheet=A4, assets=ASSETS)
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
    assert b"/Count 3" in data
    assert b"/MediaBox [ 0 0 595." in data


def test_every_label_has_ink_and_stays_within_its_bounds() -> None:
    fonts = labels.fonts_in(ASSETS)
    fitted = [labels._fitted(lines, A4, fonts) for lines in ADDRESSES]
    page = labels._page([one for one in fitted if one], A4)
    width, height = labels._dots(A4.label[0]), labels._dots(A4.label[1])
    for number in range(24):
        row, column = divmod(number, 3)
        top = labels._dots(A4.first[1]) + row * height
        box = (column * width, top, min((column + 1) * width, page.width), top + height)
        ink = page.crop(box).convert("L").point(lambda value: 255 - value).getbbox()
        assert (ink is not None) is (number < len(ADDRESSES))
        if ink:
            assert ink[0] > 50 and ink[1] > 20 and ink[2] < width - 50 and ink[3] < height - 20


@needs_raqm
@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("شارع 5 بناية 12", ["12", "بناية", "5", "شارع"]),
        ("شقة 12-3 مجمع Al Noor 7", ["Al Noor 7", "مجمع", "12-3", "شقة"]),
    ],
)
def test_a_line_from_the_right_keeps_numbers_and_foreign_words(line: str, seen: list[str]) -> None:
    stands = text(line)
    assert sorted(seen, key=stands.index) == seen


@pytest.mark.parametrize(
    "line", ["ไทย", "हिन्दी", "Main Street شارع", "شارع (5)", "x" * 200, "😀", "\ue000"]
)
def test_what_cannot_be_drawn_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(Undrawable) as refusal:
        labels.pdf([["Ada"], [line], ["Bo"]], sheet=A4, assets=ASSETS)
    assert refusal.value.args == ([2],)


def test_an_address_of_too_many_lines_is_refused() -> None:
    with pytest.raises(Undrawable):
        labels.pdf([["a"] * 40], sheet=A4, assets=ASSETS)


def test_a_long_address_is_set_smaller() -> None:
    fonts = labels.fonts_in(ASSETS)
    short, long = labels._fitted(["a"], A4, fonts), labels._fitted(["a"] * 9, A4, fonts)
    assert short and long and short[0] > long[0]


def test_the_lines_of_a_label_come_from_the_address_only() -> None:
    fields = {"name": "Ada", "address": "1  Road\r\n\nTown\0", "country": "X", "email": "a@b"}
    assert labels.address(fields) == ["Ada", "1 Road", "Town", "X"]
    assert labels.address({"name": "Ada", "email": "a@b"}) == []
