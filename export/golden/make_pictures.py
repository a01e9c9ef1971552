"""Writes the picture files of the tests: python make_pictures.py ../../src/test/resources/pictures (Pillow 12, numpy)."""

import io
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

HERE = Path(sys.argv[1])
# 6x4, no two pixels alike: red grows to the right, green downwards, blue marks the upper left corner.
COLOUR = np.zeros((4, 6, 3), np.uint8)
COLOUR[..., 0] = np.arange(6)[None, :] * 40
COLOUR[..., 1] = np.arange(4)[:, None] * 60
COLOUR[0, 0, 2] = 255


def exif(orientation: int) -> Image.Exif:
    data = Image.Exif()
    data[274] = orientation
    return data


def stored(upright: np.ndarray, orientation: int) -> np.ndarray:
    """The pixels that a camera stores so that the orientation turns them into the upright picture."""
    undo = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: np.rot90(a, 1),
        7: lambda a: np.rot90(a, 2).transpose(1, 0, 2),
        8: lambda a: np.rot90(a, -1),
    }
    return np.ascontiguousarray(undo[orientation](upright))


def orientations() -> None:
    for o in range(1, 9):
        Image.fromarray(stored(COLOUR, o)).save(HERE / f"orientation{o}.png", exif=exif(o))
    big = np.kron(COLOUR, np.ones((16, 16, 1), np.uint8))
    Image.fromarray(stored(big, 6)).save(HERE / "orientation6.jpg", quality=95, subsampling=0, exif=exif(6))
    Image.fromarray(stored(COLOUR, 8)).save(HERE / "orientation8.tif", tiffinfo={274: 8})


def png16(name: str, samples: np.ndarray, colour_type: int) -> None:
    """A 16-bit PNG; Pillow writes none in colour."""
    height, width = samples.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    body = b"".join(struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in chunks)
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def depths() -> None:
    ramp = (np.arange(24, dtype=np.uint16).reshape(4, 6) * 2731 + 17).astype(np.uint16)
    png16("grey16.png", ramp, 0)
    png16("rgb16.png", np.stack([ramp, ramp[::-1], ramp[:, ::-1]], -1), 2)
    png16("rgba16.png", np.stack([ramp, ramp[::-1], ramp[:, ::-1], 65535 - ramp], -1), 6)
    Image.fromarray(ramp).save(HERE / "grey16.tif")
    grey = np.arange(24, dtype=np.uint8).reshape(4, 6) * 10
    Image.fromarray(grey).save(HERE / "grey8.png")
    Image.fromarray(np.stack([grey, 255 - grey], -1), "LA").save(HERE / "grey8alpha.png")
    Image.fromarray(np.dstack([COLOUR, grey])).save(HERE / "rgba8.png")
    Image.fromarray(np.dstack([COLOUR, grey])).save(HERE / "rgba8.webp", lossless=True, exact=True)
    Image.fromarray(COLOUR).convert("P", palette=Image.Palette.ADAPTIVE, colors=24).save(HERE / "palette.png")
    Image.fromarray(COLOUR).save(HERE / "keyed.png", transparency=tuple(int(v) for v in COLOUR[1, 2]))
    Image.fromarray(grey > 100).save(HERE / "bilevel.png")
    Image.fromarray(COLOUR).save(HERE / "rgb8.webp", lossless=True)
    Image.fromarray(COLOUR).save(HERE / "rgb8.tif", compression="tiff_lzw")
    Image.fromarray(COLOUR).save(HERE / "pages.tif", save_all=True, append_images=[Image.fromarray(COLOUR[::-1])])


def smooth() -> Image.Image:
    y, x = np.mgrid[0:48, 0:64]
    return Image.fromarray(np.stack([x * 4, y * 5, 255 - x * 2 - y * 2], -1).astype(np.uint8))


def s15(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def matrix_profile(name: str, primaries: list[list[float]], gamma: float) -> bytes:
    """A version 2 display profile of XYZ(D50) columns and one gamma: what a camera or a screen embeds."""
    def tag_xyz(v: list[float]) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(s15(c) for c in v)

    text = name.encode() + b"\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 78
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    tags = [(b"desc", desc), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", tag_xyz([0.9642, 1.0, 0.8249]))]
    tags += [(n, tag_xyz(p)) for n, p in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries)]
    tags += [(n, curve) for n in (b"rTRC", b"gTRC", b"bTRC")]
    return assembled(b"RGB ", tags)


def assembled(space: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    table, data, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for n, body in tags:
        body += b"\0" * (-len(body) % 4)
        table += n + struct.pack(">II", offset + len(data), len(body))
        data += body
    size = offset + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02400000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + s15(0.9642) + s15(1.0) + s15(0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def grey_profile(gamma: float) -> bytes:
    """As matrix_profile, for one channel."""
    text = b"Grey test\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 78
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    white = b"XYZ \0\0\0\0" + s15(0.9642) + s15(1.0) + s15(0.8249)
    return assembled(b"GRAY", [(b"desc", desc), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", white), (b"kTRC", curve)])


def profiles() -> None:
    wide = matrix_profile("Wide test", [[0.5151, 0.2412, -0.0011], [0.2920, 0.6922, 0.0419], [0.1571, 0.0666, 0.7841]], 2.2)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    srgb = srgb[:24] + struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + srgb[36:]  # not the time of this run
    picture = smooth()
    transform = ImageCms.buildTransform(io.BytesIO(wide), io.BytesIO(srgb), "RGB", "RGB")
    ImageCms.applyTransform(picture, transform).save(HERE / "wide-as-srgb.png", icc_profile=None)
    picture.save(HERE / "wide.png", icc_profile=wide)
    picture.save(HERE / "wide.jpg", icc_profile=wide, quality=100, subsampling=0)
    with Image.open(HERE / "wide.jpg") as lossy:
        ImageCms.applyTransform(lossy, transform).save(HERE / "wide.jpg.decoded.png", icc_profile=None)
    picture.save(HERE / "wide.webp", icc_profile=wide, lossless=True)
    picture.save(HERE / "wide.tif", icc_profile=wide, compression="tiff_adobe_deflate")
    Image.fromarray(COLOUR).save(HERE / "srgb-profile.png", icc_profile=srgb)
    ramp = np.repeat(np.arange(0, 256, 4, dtype=np.uint8)[None], 16, 0)
    for kind in ("png", "jpg", "tif"):
        options = {"quality": 100} if kind == "jpg" else {}
        Image.fromarray(ramp).save(HERE / f"grey-profile.{kind}", icc_profile=grey_profile(1.8), **options)


def others() -> None:
    smooth().save(HERE / "smooth.png")
    smooth().save(HERE / "smooth.jpg", quality=95, subsampling=0)
    smooth().save(HERE / "smooth.webp", quality=90)
    smooth().convert("CMYK").save(HERE / "cmyk.jpg", quality=95)
    smooth().convert("L").save(HERE / "grey.jpg", quality=95)
    smooth().convert("CMYK").save(HERE / "cmyk.tif", compression="tiff_lzw")
    Image.fromarray((np.arange(24, dtype=np.float32) / 23).reshape(4, 6)).save(HERE / "float.tif")
    for name in ("smooth.jpg", "smooth.webp", "cmyk.jpg", "grey.jpg"):
        with Image.open(HERE / name) as lossy:
            lossy.convert("RGB").save(HERE / f"{name}.decoded.png")
    frames = [Image.fromarray(COLOUR), Image.fromarray(255 - COLOUR)]
    frames[0].save(HERE / "animated.webp", save_all=True, append_images=frames[1:], duration=100)
    frames[0].save(HERE / "animated.gif", save_all=True, append_images=frames[1:], duration=100)
    Image.fromarray(COLOUR).save(HERE / "picture.bmp")
    Image.new("RGB", (1, 1), (12, 200, 77)).save(HERE / "one.png")


def told() -> None:
    """A photo on its side with all that a camera says about it, a thumbnail and a maker's notes among it."""
    def block(order: str) -> bytes:
        data = Image.Exif()
        data.endian = order
        data[271], data[272], data[306], data[315] = "Nobody", "Camera 1", "2026:01:02 03:04:05", "A. Nyone"
        data[274], data[282], data[283], data[296] = 6, 150.0, 300.0, 2
        photo = data.get_ifd(0x8769)
        photo[0x9003], photo[0x829A], photo[0x8827] = "2025:12:31 23:59:58", TiffImagePlugin.IFDRational(1, 125), 400
        photo[0x927C], photo[0xA002], photo[0xA003], photo[0x9286] = b"secret notes", 24, 36, b"ASCII\0\0\0hello"
        place = data.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (50.0, 30.0, 0.0), "E", (8.0, 15.0, 0.0)
        raw = data.tobytes()
        # A thumbnail as cameras append it: a further directory behind the first.
        body = bytearray(raw[6:] if raw.startswith(b"Exif") else raw)
        mark = "<" if order == "<" else ">"
        first = struct.unpack_from(mark + "I", body, 4)[0]
        link = first + 2 + 12 * struct.unpack_from(mark + "H", body, first)[0]
        struct.pack_into(mark + "I", body, link, len(body))
        thumb = b"\xff\xd8\xff\xd9"
        at = len(body) + 2 + 3 * 12 + 4
        body += struct.pack(mark + "HHHIHHHHIIHHII", 3, 259, 3, 1, 6, 0, 513, 4, 1, at, 514, 4, 1, len(thumb)) + struct.pack(mark + "I", 0) + thumb
        return b"Exif\0\0" + bytes(body)

    picture = Image.fromarray(stored(np.kron(COLOUR, np.ones((6, 6, 1), np.uint8)), 6))
    picture.save(HERE / "told.jpg", quality=90, exif=block("<"))
    picture.save(HERE / "told-motorola.jpg", quality=90, exif=block(">"))
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>", zip=True)
    picture.save(HERE / "told.png", exif=block("<"), pnginfo=text)
    picture.save(HERE / "told.webp", lossless=True, exif=block("<"))
    exif = Image.Exif()
    exif.load(block("<"))
    picture.save(HERE / "told.tif", exif=exif)


HERE.mkdir(parents=True, exist_ok=True)
orientations()
depths()
profiles()
others()
told()
