"""The picture itself: upright, in its own colours, on a neutral ground, never larger."""

import io
import zlib
from functools import cache

import pytest
from PIL import Image, ImageCms, ImageStat

from farshore.sanitize import BadCover, Cover, Limits, Removed, open_picture, preview, render
from tests.sanitize import corpus

RED, GREEN, PAPER = (220, 20, 20), (20, 200, 40), (255, 255, 255)


def pixels(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def opened(picture: Image.Image, format: str, **how: object) -> Image.Image:
    return pixels(open_picture(corpus.saved(picture, format, **how)).data)


def near(colour: tuple[int, ...], meant: tuple[int, ...], distance: int = 12) -> bool:
    return all(abs(one - other) <= distance for one, other in zip(colour, meant, strict=True))


def corner(size: tuple[int, int]) -> Image.Image:
    """Red in the top left quarter, green elsewhere."""
    picture = Image.new("RGB", size, GREEN)
    picture.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    return picture


BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(picture: Image.Image, format: str, orientation: int = 1) -> bytes:
    """A file whose pixels lie turned and which says so, in EXIF or in its container."""
    turn, block = BACK[orientation], corpus.exif([corpus.short(0x0112, orientation)])
    lying = picture if turn is None else picture.transpose(turn)
    if format == "HEIC":
        return corpus.heic(lying, exif=b"Exif\0\0" + block)
    return corpus.saved(lying, format, exif=block if format == "PNG" else b"Exif\0\0" + block)


@pytest.mark.parametrize("orientation", BACK)
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "HEIC"])
def test_every_orientation_comes_out_upright(format, orientation):
    data = stored(corner((160, 80)), format, orientation)
    if format in ("AVIF", "HEIC") and orientation > 1:
        assert b"irot" in data or b"imir" in data
    shown = pixels(open_picture(data).data)
    assert shown.size == (160, 80)
    assert near(shown.getpixel((20, 20)), RED, 20)
    for point in ((140, 20), (20, 60), (140, 60)):
        assert near(shown.getpixel(point), GREEN, 20)


@pytest.mark.parametrize(("format", "orientation"), [("AVIF", 1), ("AVIF", 6), ("HEIC", 1)])
def test_what_was_cut_away_stays_away(format, orientation):
    """The clean aperture of an AVIF or HEIC hides the rest of the picture, but keeps it."""
    whole = (160, 80) if orientation == 1 else (80, 160)
    kept = corpus.aperture(whole[0] - 20, whole[1] - 30, 20, 10, whole)
    cut = open_picture(corpus.with_property(stored(corner((160, 80)), format, orientation), kept))
    assert Removed.HIDDEN_PICTURE in cut.removed
    shown = pixels(cut.data)
    assert shown.size == ((140, 50) if orientation == 1 else (130, 60))
    red = (60, 30) if orientation == 1 else (60, 20)  # where the red quarter ends now
    assert near(shown.getpixel((red[0] - 5, red[1] - 5)), RED, 20)
    assert near(shown.getpixel((red[0] + 10, red[1] + 10)), GREEN, 20)


def test_a_heic_picture_is_decoded_with_its_colours_and_size():
    shown = pixels(open_picture(corpus.heic(corner((160, 80)))).data)
    assert shown.size == (160, 80)
    assert near(shown.getpixel((20, 20)), RED, 20)
    assert near(shown.getpixel((140, 60)), GREEN, 20)


def test_cmyk_becomes_rgb():
    assert near(opened(corner((80, 40)).convert("CMYK"), "JPEG").getpixel((10, 10)), RED, 20)


def test_a_palette_becomes_rgb():
    assert near(opened(corner((80, 40)).convert("P"), "PNG").getpixel((10, 10)), RED, 20)


def test_grey_stays_grey():
    shown = opened(Image.new("L", (40, 40), 100), "JPEG")
    assert near(shown.getpixel((20, 20)), (100, 100, 100), 3)


def test_sixteen_bit_grey_keeps_its_brightness():
    shown = opened(Image.new("I;16", (40, 40), 0x8080), "PNG")
    assert near(shown.getpixel((20, 20)), (128, 128, 128), 2)


def test_one_bit_pictures_open():
    assert near(opened(Image.new("1", (40, 40), 1), "PNG").getpixel((20, 20)), PAPER)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_transparency_shows_paper(format):
    picture = corner((80, 40)).convert("RGBA")
    picture.paste((0, 0, 0, 0), (40, 20, 80, 40))
    shown = opened(picture, format)
    assert near(shown.getpixel((10, 10)), RED, 20)
    assert near(shown.getpixel((70, 35)), PAPER)


@pytest.mark.parametrize("mode", ["P", "L", "RGB"])
def test_one_transparent_colour_shows_paper(mode):
    picture = Image.new(mode, (40, 40), 0)
    key = (0, 0, 0) if mode == "RGB" else 0
    assert near(opened(picture, "PNG", transparency=key).getpixel((20, 20)), PAPER)


def test_colours_are_converted_by_the_pictures_own_profile():
    """A profile that swaps meaning (Lab-like gamma 1.0 here) must change the numbers."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    at = profile.index(b"para\0\0\0\0")
    linear = profile[: at + 12] + (1 << 16).to_bytes(4) + profile[at + 16 :]
    plain = Image.new("RGB", (40, 40), (60, 60, 60))
    kept = opened(plain, "JPEG").getpixel((20, 20))
    converted = opened(plain, "JPEG", icc_profile=linear).getpixel((20, 20))
    assert near(kept, (60, 60, 60), 2)
    assert not near(converted, kept, 10)


def coded(format: str, primaries: int, transfer: int, colour: tuple[int, int, int]) -> bytes:
    """A plain colour in a file that names its colours by code."""
    plain = Image.new("RGB", (64, 64), colour)
    if format == "PNG":
        code = corpus.chunk(b"cICP", bytes((primaries, transfer, 0, 1)))
        return corpus.with_chunks(corpus.saved(plain, "PNG"), code)
    data = corpus.heic(plain) if format == "HEIC" else corpus.saved(plain, "AVIF", quality=95)
    at = data.index(b"nclx") + 4
    return data[:at] + primaries.to_bytes(2) + transfer.to_bytes(2) + data[at + 4 :]


SRGB, DISPLAY_P3, BT2020, LINEAR, PQ, HLG = 1, 12, 9, 8, 16, 18


@pytest.mark.parametrize("format", ["PNG", "AVIF", "HEIC"])
@pytest.mark.parametrize(
    ("primaries", "transfer", "said", "meant"),
    [
        (SRGB, 13, (200, 60, 60), (200, 60, 60)),  # the control
        (DISPLAY_P3, 13, (200, 60, 60), (217, 42, 52)),
        (DISPLAY_P3, 13, (128, 128, 128), (128, 128, 128)),
        (BT2020, 1, (200, 60, 60), (247, 0, 53)),
        (SRGB, LINEAR, (128, 128, 128), (188, 188, 188)),
        (BT2020, PQ, (148, 148, 148), PAPER),  # 203 candelas: a sheet of paper
        (BT2020, HLG, (191, 191, 191), PAPER),
        (2, 2, (200, 60, 60), (200, 60, 60)),  # not said
    ],
)
def test_colours_named_by_code_are_converted(format, primaries, transfer, said, meant):
    shown = pixels(open_picture(coded(format, primaries, transfer, said)).data)
    assert near(shown.getpixel((32, 32)), meant, 9)


def test_a_profile_counts_before_a_code():
    wide = coded("PNG", DISPLAY_P3, 13, (200, 60, 60))
    profile = corpus.chunk(b"iCCP", b"p\0\0" + zlib.compress(corpus.telling_profile()[0]))
    shown = pixels(open_picture(corpus.with_chunks(wide, profile)).data)
    assert near(shown.getpixel((32, 32)), (200, 60, 60), 4)


def test_the_master_is_no_longer_than_its_limit_and_never_enlarged():
    large = corpus.saved(corpus.drawn((600, 300)), "PNG")
    master = open_picture(large, limits=Limits(master_side=200))
    assert (master.width, master.height) == (200, 100)
    assert pixels(master.data).size == (200, 100)
    assert open_picture(large).width == 600


def test_a_large_jpeg_is_shrunk_without_losing_its_shape():
    master = open_picture(corpus.saved(corpus.drawn((2000, 1500)), "JPEG"))
    shrunk = open_picture(
        corpus.saved(corpus.drawn((2000, 1500)), "JPEG"), limits=Limits(master_side=640)
    )
    assert (master.width, master.height) == (2000, 1500)
    assert (shrunk.width, shrunk.height) == (640, 480)


@cache
def master_of_700() -> bytes:
    return open_picture(corpus.saved(corpus.drawn((700, 350)), "PNG")).data


def test_renditions_have_the_widths_asked_and_are_never_larger_than_the_master():
    made = render(master_of_700())
    sizes = [(each.format, each.width, each.height) for each in made]
    assert sizes == [
        *((format, 480, 240) for format in ("avif", "webp", "jpeg")),
        *((format, 700, 350) for format in ("avif", "webp", "jpeg")),
    ]
    for each in made:
        assert pixels(each.data).size == (each.width, each.height)


def test_renditions_are_the_same_each_time():
    first, second = (render(master_of_700(), widths=(120,)) for _ in range(2))
    assert first == second
    assert len({each.sha256 for each in first}) == 3


@pytest.mark.promise("P-08")
def test_a_cover_hides_every_pixel_in_every_copy():
    """Noise under the cover must not shine through, at the rim or in any format."""
    noise = Image.effect_noise((700, 350), 120).convert("RGB")
    master = open_picture(corpus.saved(noise, "PNG")).data
    covers = [Cover(0.2, 0.2, 0.6, 0.7)]
    copies = [each.data for each in render(master, covers=covers, widths=(120, 700))]
    for data in [*copies, preview(master, side=300, covers=covers)]:
        shown = pixels(data)
        width, height = shown.size
        inner = shown.crop(
            (
                int(0.2 * width) + 4,
                int(0.2 * height) + 4,
                int(0.6 * width) - 4,
                int(0.7 * height) - 4,
            )
        )
        assert max(ImageStat.Stat(inner).stddev) < 4
        open_part = shown.crop((int(0.7 * width), 0, width, height))
        assert max(ImageStat.Stat(open_part).stddev) > 6


def test_covers_lie_on_the_picture_as_it_is_shown():
    """A turned photo is covered where the person saw the face, not where it was stored."""
    stored = corner((80, 40)).transpose(Image.Transpose.ROTATE_90)
    block = corpus.exif([corpus.short(0x0112, 6)])
    data = corpus.saved(stored, "JPEG", exif=b"Exif\0\0" + block)
    shown = pixels(preview(open_picture(data).data, side=80, covers=[Cover(0, 0, 0.5, 0.5)]))
    assert not near(shown.getpixel((10, 10)), RED, 60)
    assert near(shown.getpixel((70, 30)), GREEN, 20)


@pytest.mark.promise("P-08")
def test_two_covers_hide_the_same_whatever_is_underneath():
    """Covered pixels carry nothing over: pictures that differ only there come out equal."""
    one, other = corner((200, 100)), corner((200, 100))
    other.paste((0, 0, 255), (30, 20, 90, 70))
    covers = [Cover(0.15, 0.2, 0.45, 0.7)]
    shown = []
    for picture in (one, other):
        master = open_picture(corpus.saved(picture, "PNG")).data
        shown.append([each.data for each in render(master, covers=covers, widths=(100, 200))])
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    "sides",
    [
        (0.5, 0, 0.5, 1),
        (0, 0.6, 1, 0.5),
        (-0.1, 0, 1, 1),
        (0, 0, 1.1, 1),
        (float("nan"), 0, 1, 1),
        (0, 0, float("inf"), 1),
    ],
)
def test_a_cover_outside_the_picture_is_refused(sides):
    with pytest.raises(BadCover):
        Cover(*sides)


def test_a_preview_fits_its_side():
    assert pixels(preview(master_of_700(), side=100)).size == (100, 50)
