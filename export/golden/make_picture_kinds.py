"""Writes small picture files of every kind that is told apart, with what a right reader gives:

    python make_picture_kinds.py ../../src/test/resources/pictures/kinds

Needs Pillow, numpy, tifffile, imagecodecs. Each file is put together here, byte by byte where libraries write only what is usual; what
Pillow, tifffile or LittleCMS can read of it has to agree with the right values, or the script stops. kinds.csv lists: file; file of
right values, empty where it has to be refused; largest difference of 65535; words of its remark or refusal, empty for no remark.
"""

import io
import struct
import sys
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image, ImageCms

HERE = Path(sys.argv[1])
HERE.mkdir(parents=True, exist_ok=True)
for old in HERE.iterdir():
    old.unlink()
W, H = 13, 10  # no multiple of a byte's bits, nor of a tile
ROWS = []
RIGHTS: dict[bytes, str] = {}

y, x = np.mgrid[0:H, 0:W]
UNIT = np.stack([x / (W - 1), y / (H - 1), ((3 * x + 5 * y) % 11) / 10], -1)  # RGB in 0…1
GREY = (x + W * y) / (W * H - 1)
ALPHA = ((x + 2 * y) % 9) / 8


def right(values: np.ndarray) -> str:
    """Puts right values down, H×W×3 or ×4 in 0…1; equal ones once."""
    if values.ndim == 2:
        values = values[..., None].repeat(3, 2)
    coded = np.floor(np.clip(values, 0, 1) * 65535 + 0.5).astype(">u2")
    body = struct.pack(">3i", values.shape[1], values.shape[0], values.shape[2]) + coded.tobytes()
    if body not in RIGHTS:
        RIGHTS[body] = f"right{len(RIGHTS)}.bin.z"
        (HERE / RIGHTS[body]).write_bytes(zlib.compress(body, 9))
    return RIGHTS[body]


def put(name: str, data: bytes, values: np.ndarray | None, words: str = "", tolerance: int = 0) -> None:
    (HERE / name).write_bytes(data)
    ROWS.append(f"{name};{'' if values is None else right(values)};{tolerance};{words}")


def levels(unit: np.ndarray, bits: int) -> np.ndarray:
    return np.floor(unit * (2**bits - 1) + 0.5).astype(np.uint64)


# ---- TIFF ----------------------------------------------------------------------------------------------------------------------

TYPES = {1: "B", 2: "s", 3: "H", 4: "I", 5: "II", 7: "s", 12: "d", 13: "I", 16: "Q", 18: "Q"}


def packed(values: np.ndarray, bits: int, kind: str, order: str) -> bytes:
    """Rows of samples, each row from a whole byte on. kind: u, i, f."""
    flat = values.reshape(values.shape[0], -1)
    if kind == "f":
        if bits == 24:
            rows = []
            for row in flat:
                for v in row:
                    m, e = np.frexp(float(v))
                    word = 0 if v == 0 else (int(e) - 1 + 63) << 16 | int(round((m * 2 - 1) * 65536))
                    rows.append(word.to_bytes(3, "little" if order == "<" else "big"))
            return b"".join(rows)
        return flat.astype(f"{order}f{bits // 8}").tobytes()
    if bits in (8, 16, 32, 64):
        return flat.astype(f"{order}{kind}{bits // 8}").tobytes()
    if bits == 24:
        return b"".join(int(v).to_bytes(3, "little" if order == "<" else "big") for v in flat.ravel())
    out = b""
    for row in flat:
        word = "".join(format(int(v), f"0{bits}b") for v in row)
        word += "0" * (-len(word) % 8)
        out += bytes(int(word[i : i + 8], 2) for i in range(0, len(word), 8))
    return out


def differences(values: np.ndarray, bits: int) -> np.ndarray:
    """Predictor 2."""
    out = values.astype(np.int64).copy()
    out[:, 1:] -= values[:, :-1].astype(np.int64)
    return (out % 2**bits).astype(np.uint64)


def float_differences(values: np.ndarray, bits: int) -> bytes:
    """Predictor 3, row by row; big-endian bytes, the highest of all samples first."""
    out = b""
    for row in values:
        step = row.shape[-1] if row.ndim > 1 else 1
        b = row.reshape(-1).astype(f">f{bits // 8}")
        planes = np.frombuffer(b.tobytes(), np.uint8).reshape(-1, bits // 8).T.reshape(-1).astype(int)
        d = planes.copy()
        d[step:] -= planes[:-step]
        out += (d % 256).astype(np.uint8).tobytes()
    return out


PACK = {1: bytes, 5: imagecodecs.lzw_encode, 8: zlib.compress, 32946: zlib.compress, 32773: imagecodecs.packbits_encode}
REVERSED = bytes(int(format(i, "08b")[::-1], 2) for i in range(256))


def directory(tags: dict[int, tuple[int, list]], at: int, order: str, big: bool, following: int = 0) -> bytes:
    """A directory at that place, its values behind it."""
    body, extra = b"", b""
    place = at + (8 if big else 2) + len(tags) * (20 if big else 12) + (8 if big else 4)
    for tag in sorted(tags):
        kind, values = tags[tag]
        if kind in (2, 7):
            raw = values[0]
            count = len(raw)
        else:
            raw = b"".join(struct.pack(order + TYPES[kind], *(v if isinstance(v, tuple) else (v,))) for v in values)
            count = len(values)
        body += struct.pack(order + ("HHQ" if big else "HHI"), tag, kind, count)
        room = 8 if big else 4
        if len(raw) <= room:
            body += raw.ljust(room, b"\0")
        else:
            body += struct.pack(order + ("Q" if big else "I"), place + len(extra))
            extra += raw + b"\0" * (len(raw) % 2)
    head = struct.pack(order + ("Q" if big else "H"), len(tags))
    return head + body + struct.pack(order + ("Q" if big else "I"), following) + extra


def tiff(
    values: np.ndarray,
    bits: int,
    kind: str = "u",
    photometric: int | None = None,
    order: str = "<",
    big: bool = False,
    compression: int = 1,
    predictor: int = 1,
    planar: bool = False,
    tile: tuple[int, int] | None = None,
    rows: int = 4,
    reversed_bits: bool = False,
    extra: list[int] | None = None,
    more: dict[int, tuple[int, list]] | None = None,
    before: list | None = None,
) -> bytes:
    """A TIFF of one page, or of that page behind others (which are (values, tags) of 8 bits)."""
    values = values[..., None] if values.ndim == 2 else values
    height, width, samples = values.shape
    out = bytearray((b"II" if order == "<" else b"MM") + (struct.pack(order + "HHHQ", 43, 8, 0, 0) if big else struct.pack(order + "HI", 42, 0)))
    chunks = []

    def chunk(part: np.ndarray) -> None:
        if predictor == 2:
            part = differences(part, bits)
        raw = float_differences(part, bits) if predictor == 3 else packed(part, bits, kind, order)
        raw = PACK.get(compression, bytes)(raw)
        if reversed_bits:
            raw = raw.translate(REVERSED)
        chunks.append((len(out), len(raw)))
        out.extend(raw + b"\0" * (len(raw) % 2))

    for plane in range(samples) if planar else [slice(None)]:
        part = values[..., plane : plane + 1] if planar else values
        if tile:
            for top in range(0, height, tile[1]):
                for left in range(0, width, tile[0]):
                    block = np.zeros((tile[1], tile[0], part.shape[2]), part.dtype)
                    piece = part[top : top + tile[1], left : left + tile[0]]
                    block[: piece.shape[0], : piece.shape[1]] = piece
                    chunk(block)
        else:
            for top in range(0, height, rows):
                chunk(part[top : top + rows])
    if photometric is None:
        photometric = 1 if samples < 3 else 2
    offset = 16 if big else 4
    tags = {
        256: (4, [width]),
        257: (4, [height]),
        258: (3, [bits] * samples),
        259: (3, [compression]),
        262: (3, [photometric]),
        277: (3, [samples]),
        284: (3, [2 if planar else 1]),
    }
    if predictor != 1:
        tags[317] = (3, [predictor])
    if kind != "u":
        tags[339] = (3, [{"i": 2, "f": 3}[kind]] * samples)
    if reversed_bits:
        tags[266] = (3, [2])
    if extra is not None:
        tags[338] = (3, extra)
    places = (16 if big else 4, [at for at, _ in chunks])
    if tile:
        tags |= {322: (3, [tile[0]]), 323: (3, [tile[1]]), 324: places, 325: (4, [n for _, n in chunks])}
    else:
        tags |= {273: places, 278: (3, [rows]), 279: (4, [n for _, n in chunks])}
    tags |= more or {}
    link = 8 if big else 4
    for pixels, others in before or []:
        at = len(out)
        out.extend(pixels.astype(np.uint8).tobytes())
        out.extend(b"\0" * (len(out) % 2))
        page = {256: (4, [pixels.shape[1]]), 257: (4, [pixels.shape[0]]), 258: (3, [8] * 3), 259: (3, [1]), 262: (3, [2]), 273: (4, [at]),
                277: (3, [3]), 278: (4, [pixels.shape[0]]), 279: (4, [pixels.size])} | others
        here = len(out)
        struct.pack_into(order + ("Q" if big else "I"), out, link, here)
        block = directory(page, here, order, big)
        link = here + (8 if big else 2) + len(page) * (20 if big else 12)
        out.extend(block)
    here = len(out)
    struct.pack_into(order + ("Q" if big else "I"), out, link, here)
    out.extend(directory(tags, here, order, big))
    return bytes(out)


def agrees(data: bytes, values: np.ndarray, page: int = -1) -> None:
    """What tifffile reads has to be what was meant."""
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        got = file.pages[page].asarray()
    if got.ndim == 3 and got.shape != values.shape:
        got = got.transpose(1, 2, 0)
    assert np.array_equal(got.reshape(values.shape).astype(values.dtype), values), "tifffile reads something else"


def tiffs() -> None:
    for bits in range(1, 17):
        v = levels(GREY, bits)
        data = tiff(v, bits)
        if bits in (1, 2, 4, 8, 10, 12, 14, 16):
            agrees(data, v)
        put(f"grey{bits}.tif", data, v / (2**bits - 1))
    for bits in (24, 32):
        for order in "<>":
            v = levels(GREY, bits)
            put(f"grey{bits}{'le' if order == '<' else 'be'}.tif", tiff(v, bits, order=order), v / (2**bits - 1), "", 1)
    for bits in (4, 5, 10, 12, 14, 16):
        for order in "<>":
            v = levels(UNIT, bits)
            put(f"rgb{bits}{'le' if order == '<' else 'be'}.tif", tiff(v, bits, order=order), v / (2**bits - 1), "", 1)
    for bits in (1, 8, 12, 16):
        v = levels(GREY, bits)
        put(f"white-is-zero{bits}.tif", tiff(v, bits, photometric=0), 1 - v / (2**bits - 1))
    for bits in (8, 12):
        v = levels(GREY, bits)
        put(f"fill-order{bits}.tif", tiff(v, bits, reversed_bits=True), v / (2**bits - 1))
    for bits in (8, 16, 32):
        v = levels(GREY, bits).astype(np.int64) - 2 ** (bits - 1)
        put(f"int{bits}.tif", tiff(v, bits, "i"), None, f"signed samples (int{bits})")
    for bits in (16, 24, 32, 64):
        for order in "<>":
            v = UNIT.astype(np.float16) if bits == 16 else UNIT
            put(f"float{bits}{'le' if order == '<' else 'be'}.tif", tiff(v, bits, "f", order=order), v.astype(float), "", 2)
        if bits != 24:
            data = tiff(v, bits, "f", compression=8, predictor=3)
            agrees(data, v.astype(f"f{bits // 8}"))
            put(f"float{bits}-predicted.tif", data, v.astype(float), "", 2)
    put("float32-255.tif", tiff(UNIT * 255, 32, "f"), UNIT, "divided by 255", 1)
    put("float32-65535.tif", tiff(UNIT * 65535, 32, "f"), UNIT, "divided by 65535", 1)
    put("float32-bright.tif", tiff(UNIT * 1.2, 32, "f"), np.minimum(1, UNIT * 1.2), "were cut to 0…1", 1)
    put("float32-negative.tif", tiff(UNIT * 2 - 1, 32, "f"), None, "samples from -1.0 to 1.0")
    put("float32-nan.tif", tiff(np.where(UNIT == 0, np.nan, UNIT), 32, "f"), None, "no numbers")
    put("complex.tif", tiff(UNIT, 64, "f", more={339: (3, [6])}), None, "kind 6")

    for bits in (8, 12, 16):
        top = 2**bits - 1
        c, a = levels(UNIT, bits), levels(ALPHA, bits)
        straight = np.concatenate([c, a[..., None]], -1)
        put(f"alpha{bits}.tif", tiff(straight, bits, extra=[2]), straight / top)
        multiplied = np.concatenate([np.floor(c * (a[..., None] / top) + 0.5), a[..., None]], -1)
        with np.errstate(invalid="ignore", divide="ignore"):
            divided = np.where(a[..., None] > 0, np.minimum(1, multiplied[..., :3] / a[..., None]), 0)
        put(f"premultiplied{bits}.tif", tiff(multiplied, bits, extra=[1]), np.concatenate([divided, a[..., None] / top], -1), "", 257 if bits == 8 else 1)
        put(f"premultiplied{bits}-planar.tif", tiff(multiplied, bits, extra=[1], planar=True), np.concatenate([divided, a[..., None] / top], -1), "", 257 if bits == 8 else 1)
    g, a = levels(GREY, 16), levels(ALPHA, 16)
    both = np.stack([np.floor(g * (a / 65535) + 0.5), a], -1)
    with np.errstate(invalid="ignore", divide="ignore"):
        divided = np.where(a > 0, np.minimum(1, both[..., 0] / a), 0)
    put("premultiplied-grey16.tif", tiff(both, 16, extra=[1]), np.stack([divided] * 3 + [a / 65535], -1), "", 1)
    c8 = levels(UNIT, 8)
    odd = np.concatenate([c8, levels(ALPHA, 8)[..., None]], -1)
    put("extra-unspecified.tif", tiff(odd, 8, extra=[0]), c8 / 255, "was left out")
    put("extra-untold.tif", tiff(odd, 8), c8 / 255, "was left out")
    two = np.concatenate([c8, levels(GREY, 8)[..., None], levels(ALPHA, 8)[..., None]], -1)
    put("extra-then-alpha.tif", tiff(two, 8, extra=[0, 2]), np.concatenate([c8, two[..., 4:]], -1) / 255)

    for name, options in {
        "planar": {"planar": True}, "tiled": {"tile": (16, 16)}, "planar-tiled": {"planar": True, "tile": (16, 16)},
        "one-strip": {"rows": H}, "row-strips": {"rows": 1},
    }.items():
        for bits in (8, 16):
            for order in "<>":
                v = levels(UNIT, bits)
                data = tiff(v, bits, order=order, compression=5, **options)
                agrees(data, v)
                put(f"{name}{bits}{'le' if order == '<' else 'be'}.tif", data, v / (2**bits - 1))
    for order in "<>":
        v = levels(UNIT, 16)
        data = tiff(v, 16, order=order, big=True)
        agrees(data, v)
        put(f"big{'le' if order == '<' else 'be'}.tif", data, v / 65535)
        for bits in (8, 16, 32):
            for compression in (5, 8):
                v = levels(UNIT, bits)
                data = tiff(v, bits, order=order, compression=compression, predictor=2)
                agrees(data, v)
                put(f"predicted{bits}-{compression}{'le' if order == '<' else 'be'}.tif", data, v / (2**bits - 1), "", int(bits == 32))
    wide = np.random.default_rng(1).integers(0, 256, (70, 90, 3)).astype(np.uint64)
    data = tiff(wide, 8, compression=5, rows=70)
    agrees(data, wide)
    put("lzw-full-table.tif", data, wide / 255)
    for compression in (1, 8, 32946, 32773):
        v = levels(UNIT, 8)
        data = tiff(v, 8, compression=compression)
        agrees(data, v)
        put(f"compression{compression}.tif", data, v / 255)
    for compression, word in {34712: "JPEG 2000", 34887: "LERC", 34925: "LZMA", 50000: "Zstandard", 50001: "WebP", 50002: "JPEG XL", 34661: "JBIG",
                              60000: "number 60000"}.items():
        put(f"compression{compression}.tif", tiff(c8, 8, compression=compression), None, f"compressed as {word}")
    for photometric, word in {8: "L*a*b*", 32803: "CFA", 34892: "LinearRaw", 77: "unknown kind 77"}.items():
        put(f"photometric{photometric}.tif", tiff(c8, 8, photometric=photometric), None, word)
    put("bits-differ.tif", tiff(c8, 8, more={258: (3, [5, 6, 5])}), None, "different bits")
    put("dng.tif", tiff(c8, 8, more={50706: (1, [1, 4, 0, 0])}), None, "DNG")
    cmyk = np.concatenate([c8, levels(ALPHA, 8)[..., None]], -1)
    for bits in (8, 16):
        top = 2**bits - 1
        ink = cmyk * (257 if bits == 16 else 1)
        put(f"cmyk{bits}.tif", tiff(ink, bits, photometric=5), (1 - ink[..., :3] / top) * (1 - ink[..., 3:] / top), "", 129)
    put("inks.tif", tiff(cmyk, 8, photometric=5, more={332: (3, [2])}), None, "inks other than CMYK")
    for bits in (1, 4, 8):
        index = (x + y) % 2**bits
        table = np.random.default_rng(bits).integers(0, 256, (2**bits, 3))
        for scale in (257, 256, 1):
            put(f"palette{bits}-{scale}.tif", tiff(index, bits, photometric=3, more={320: (3, list((table.T * scale).ravel()))}), table[index] / 255)
    deep = np.random.default_rng(16).integers(0, 65536, (256, 3))
    put("palette8-deep.tif", tiff(index, 8, photometric=3, more={320: (3, list(deep.T.ravel()))}), deep[index] / 65535)

    small = c8[::2, ::2]
    put("preview-first.tif", tiff(c8, 8, before=[(small, {254: (4, [1])})]), c8 / 255, "first page is a preview")
    put("preview-first-old.tif", tiff(c8, 8, before=[(small, {255: (3, [2])})]), c8 / 255, "first page is a preview")
    put("previews-first-big.tif", tiff(c8, 8, big=True, order=">", before=[(small, {254: (4, [1])}), (small, {254: (4, [1])})]), c8 / 255, "first page is a preview")
    put("mask-page-first.tif", tiff(c8, 8, before=[(small, {254: (4, [4])})]), c8 / 255, "first page is a preview")
    put("only-preview.tif", tiff(c8, 8, more={254: (4, [1])}), c8 / 255)
    put("two-pages.tif", tiff(small, 8, before=[(c8, {})]), c8 / 255, "only the first of its 2 pages")
    main = tiff(c8, 8)
    # The full picture below a preview: the preview's directory comes first and points to it.
    at = struct.unpack_from("<I", main, 4)[0]
    under = bytearray(main)
    place = len(under) + len(under) % 2
    under.extend(b"\0" * (place - len(under)) + small.astype(np.uint8).tobytes() + b"\0" * (small.size % 2))
    here = len(under)
    struct.pack_into("<I", under, 4, here)
    page = {254: (4, [1]), 256: (4, [small.shape[1]]), 257: (4, [small.shape[0]]), 258: (3, [8] * 3), 259: (3, [1]), 262: (3, [2]), 273: (4, [place]),
            277: (3, [3]), 278: (4, [small.shape[0]]), 279: (4, [small.size]), 330: (4, [at])}
    under.extend(directory(page, here, "<", False))
    put("picture-below-preview.tif", bytes(under), c8 / 255, "first page is a preview")
    for o in range(1, 9):
        put(f"turned{o}.tif", tiff(stored(c8, o), 8, more={274: (3, [o])}), c8 / 255, "" if o == 1 else f"EXIF orientation {o}")
    for compression, name in {"jpeg": "jpeg", "group4": "fax"}.items():
        buffer = io.BytesIO()
        image = Image.fromarray(c8.astype(np.uint8)) if compression == "jpeg" else Image.fromarray((x + y) % 3 > 0)
        image.save(buffer, "TIFF", compression=compression)
        with Image.open(io.BytesIO(buffer.getvalue())) as back:
            values = np.asarray(back.convert("RGB")) / 255
        put(f"library-{name}.tif", buffer.getvalue(), values, "", 2 * 257 if compression == "jpeg" else 0)


def stored(upright: np.ndarray, orientation: int) -> np.ndarray:
    """The pixels that the orientation turns into the upright picture."""
    undo = {
        1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2), 6: lambda a: np.rot90(a, 1), 7: lambda a: np.rot90(a, 2).transpose(1, 0, 2), 8: lambda a: np.rot90(a, -1),
    }
    return np.ascontiguousarray(undo[orientation](upright))


# ---- PNG -----------------------------------------------------------------------------------------------------------------------

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name: bytes, body: bytes, crc: int | None = None) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body) if crc is None else crc)


def filtered(row: bytes, above: bytes, step: int, kind: int) -> bytes:
    out = bytearray([kind])
    for i, v in enumerate(row):
        left = row[i - step] if i >= step else 0
        up = above[i]
        corner = above[i - step] if i >= step else 0
        p = left + up - corner
        paeth = min((left, up, corner), key=lambda q: (abs(p - q), (left, up, corner).index(q)))
        out.append((v - (0, left, up, (left + up) // 2, paeth)[kind]) % 256)
    return bytes(out)


def rows(values: np.ndarray, depth: int) -> bytes:
    """All five filters, one row after the other."""
    if 0 in values.shape[:2]:
        return b""
    channels = values.shape[2]
    step = max(1, channels * depth // 8)
    out, above = b"", None
    for i, line in enumerate(values):
        row = packed(line[None], depth, "u", ">")
        above = above if above is not None else bytes(len(row))
        out += filtered(row, above, step, i % 5)
        above = row
    return out


def png(values: np.ndarray, depth: int, kind: int, before: bytes = b"", interlaced: bool = False, after: bytes = b"", pieces: int = 1, end: bytes | None = None) -> bytes:
    values = values[..., None] if values.ndim == 2 else values
    height, width = values.shape[:2]
    if interlaced:
        data = b"".join(rows(values[t::dy, left::dx], depth) for left, t, dx, dy in ADAM7)
    else:
        data = rows(values, depth)
    data = zlib.compress(data, 9)
    size = -(-len(data) // pieces)
    body = b"".join(chunk(b"IDAT", data[i : i + size]) for i in range(0, len(data), size))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced)))
    return SIGNATURE + head + before + body + after + (chunk(b"IEND", b"") if end is None else end)


def pillow_agrees(data: bytes, values: np.ndarray) -> None:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        mode = "RGBA" if values.ndim == 3 and values.shape[2] == 4 else "RGB"
        got = np.asarray(image.convert(mode)) / 255
    wanted = values[..., None].repeat(3, 2) if values.ndim == 2 else values
    assert np.abs(got - wanted).max() < 1.01 / 255, "Pillow reads something else"


def pngs() -> None:
    for interlaced in (False, True):
        i7 = "-adam7" if interlaced else ""
        for depth in (1, 2, 4, 8, 16):
            top = 2**depth - 1
            v = levels(GREY, depth)
            data = png(v, depth, 0, interlaced=interlaced)
            if depth < 16:
                pillow_agrees(data, v / top)
            put(f"grey{depth}{i7}.png", data, v / top)
            key = int(v[3, 4])
            data = png(v, depth, 0, chunk(b"tRNS", struct.pack(">H", key | 0xFF00 if depth < 8 else key)), interlaced)
            put(f"grey{depth}-key{i7}.png", data, np.dstack([v / top] * 3 + [(v != key).astype(float)]))
            if depth < 16:
                index = ((x + y) % 2**depth).astype(np.uint64)
                table = np.random.default_rng(depth).integers(0, 256, (2**depth, 3))
                plte = chunk(b"PLTE", bytes(table.astype(np.uint8).ravel()))
                data = png(index, depth, 3, plte, interlaced)
                pillow_agrees(data, table[index] / 255)
                put(f"palette{depth}{i7}.png", data, table[index] / 255)
                alpha = np.full(2**depth, 255)
                alpha[:2] = (0, 128)
                data = png(index, depth, 3, plte + chunk(b"tRNS", bytes([0, 128])), interlaced)
                pillow_agrees(data, np.dstack([table[index] / 255, alpha[index] / 255]))
                put(f"palette{depth}-short-alpha{i7}.png", data, np.dstack([table[index], alpha[index]]) / 255)
            if depth >= 8:
                c, g, a = levels(UNIT, depth), levels(GREY, depth), levels(ALPHA, depth)
                put(f"rgb{depth}{i7}.png", png(c, depth, 2, interlaced=interlaced), c / top)
                key = [int(k) for k in c[3, 4]]
                data = png(c, depth, 2, chunk(b"tRNS", struct.pack(">3H", *key)), interlaced)
                put(f"rgb{depth}-key{i7}.png", data, np.dstack([c / top, (c != key).any(-1).astype(float)]))
                put(f"rgba{depth}{i7}.png", png(np.dstack([c, a]), depth, 6, interlaced=interlaced), np.dstack([c, a]) / top)
                put(f"grey-alpha{depth}{i7}.png", png(np.dstack([g, a]), depth, 4, interlaced=interlaced), np.dstack([g, g, g, a]) / top)
    for width, height in ((1, 1), (1, 9), (9, 1), (2, 3), (5, 5)):
        v = levels(UNIT, 8)[:height, :width]
        put(f"adam7-{width}x{height}.png", png(v, 8, 2, interlaced=True), v / 255)
    c8 = levels(UNIT, 8)
    good = c8 / 255
    put("pieces.png", png(c8, 8, 2, pieces=40), good)
    put("empty-pieces.png", png(c8, 8, 2, chunk(b"IDAT", b""), pieces=3), good)
    put("no-end.png", png(c8, 8, 2, end=b""), good, "its end is missing")
    put("half-end.png", png(c8, 8, 2, end=chunk(b"IEND", b"")[:7]), good, "its end is missing")
    put("behind-end.png", png(c8, 8, 2) + b"trailing", good)
    put("cut-pixels.png", png(c8, 8, 2)[:-60], None, "copy it again")
    put("half-pixels.png", png(c8[:5], 8, 2).replace(struct.pack(">II", W, 5), struct.pack(">II", W, H)), None, "copy it again")
    put("critical.png", png(c8, 8, 2, chunk(b"ABCD", b"x")), None, "without its chunk ABCD")
    put("apple.png", SIGNATURE + chunk(b"CgBI", b"\x50\0\x20\x06") + png(c8, 8, 2)[8:], None, "CgBI")
    actl = chunk(b"acTL", struct.pack(">II", 3, 0))
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, W, H, 0, 0, 1, 10, 0, 0))
    put("animated.png", png(c8, 8, 2, actl + frame), good, "its 3 frames")
    put("animated-still-apart.png", png(c8, 8, 2, actl, after=frame), good, "its 3 frames")
    put("animated-one.png", png(c8, 8, 2, chunk(b"acTL", struct.pack(">II", 1, 0)) + frame), good)

    bomb = zlib.compress(bytes(1 << 22), 9)
    odd = {
        "bkgd-short": chunk(b"bKGD", b"\0"), "chrm-short": chunk(b"cHRM", b"\0" * 31), "gama-zero": chunk(b"gAMA", b"\0" * 4),
        "gama-long": chunk(b"gAMA", struct.pack(">II", 100000, 0)), "phys-short": chunk(b"pHYs", b"\0\0\0\1"), "sbit-long": chunk(b"sBIT", b"\x08" * 9),
        "splt": chunk(b"sPLT", b"no zero"), "hist-alone": chunk(b"hIST", b"\0\1"), "time-short": chunk(b"tIME", b"\x07"), "srgb-long": chunk(b"sRGB", b"\0\0"),
        "cicp-short": chunk(b"cICP", b"\x0c\x0d"), "text-empty": chunk(b"tEXt", b""), "text-latin": chunk(b"tEXt", b"\xff\xfe\0\x80"),
        "ztxt-bad": chunk(b"zTXt", b"Comment\0\0not zlib"), "ztxt-method": chunk(b"zTXt", b"Comment\0\x09" + zlib.compress(b"x")),
        "ztxt-bomb": chunk(b"zTXt", b"Comment\0\0" + bomb), "itxt-bomb": chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb),
        "ztxt-raw-bomb": chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(bytes(1 << 25), 9)),
        "itxt-flags": chunk(b"iTXt", b"Raw profile type exif\0"), "exif-rubbish": chunk(b"eXIf", b"II*\0\xff\xff\xff\xff"), "exif-empty": chunk(b"eXIf", b""),
        "exif-loop": chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0\x08\0\0\0"), "unknown": chunk(b"vpAg", b"\0" * 5), "private": chunk(b"abCd", b"\xff" * 300),
        "crc-of-text": chunk(b"tEXt", b"Comment\0x", 1), "actl-short": chunk(b"acTL", b"\0"), "twice": chunk(b"gAMA", struct.pack(">I", 45455)) * 2,
        "offs": chunk(b"oFFs", b""), "scal": chunk(b"sCAL", b"\3"), "pcal": chunk(b"pCAL", b"x"), "plte-suggested": chunk(b"PLTE", b"\1\2\3"),
    }
    for name, body in odd.items():
        put(f"odd-{name}.png", png(c8, 8, 2, body), good)
    put("odd-trns-long.png", png(c8, 8, 2, chunk(b"tRNS", b"\0" * 8)), good)
    rgba = np.dstack([c8, levels(ALPHA, 8)])
    put("odd-trns-in-alpha.png", png(rgba, 8, 6, chunk(b"tRNS", b"\0" * 6)), rgba / 255)


def turned_pngs() -> None:
    c8 = levels(UNIT, 8)
    for o in (1, 3, 6, 8):
        block = b"Exif\0\0" + b"MM\0*\0\0\0\x08" + directory({274: (3, [o])}, 8, ">", False)
        hexed = lambda kind, b: f"\n{kind}\n{len(b):8d}\n".encode() + b"\n".join(b.hex().encode()[i : i + 72] for i in range(0, 2 * len(b), 72)) + b"\n"
        words = "" if o == 1 else f"EXIF orientation {o}"
        key = b"Raw profile type "
        for name, body in {
            "exif": chunk(b"eXIf", block[6:]),
            "exif-prefixed": chunk(b"eXIf", block),
            "text": chunk(b"tEXt", key + b"exif\0" + hexed("exif", block)),
            "ztext": chunk(b"zTXt", key + b"exif\0\0" + zlib.compress(hexed("exif", block))),
            "itext": chunk(b"iTXt", key + b"exif\0\0\0\0\0" + hexed("exif", block)),
            "itext-packed": chunk(b"iTXt", key + b"exif\0\1\0en\0\0" + zlib.compress(hexed("exif", block))),
            "app1": chunk(b"zTXt", key + b"APP1\0\0" + zlib.compress(hexed("generic profile", block).replace(b"generic profile", b"exif"))),
        }.items():
            put(f"turned{o}-{name}.png", png(stored(c8, o), 8, 2, body), c8 / 255, words)
        put(f"turned{o}-behind.png", png(stored(c8, o), 8, 2, after=chunk(b"eXIf", block[6:])), c8 / 255, words)


# ---- colour --------------------------------------------------------------------------------------------------------------------

SRGB = np.array([0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290])
P3 = np.array([0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.3290])
BT2020 = np.array([0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290])
ADOBE = np.array([0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.3290])
NTSC = np.array([0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.310, 0.316])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


def xyz(px: float, py: float) -> np.ndarray:
    return np.array([px / py, 1, (1 - px - py) / py])


def to_xyz(p: np.ndarray) -> np.ndarray:
    m = np.stack([xyz(p[0], p[1]), xyz(p[2], p[3]), xyz(p[4], p[5])], 1)
    return m * np.linalg.solve(m, xyz(p[6], p[7]))


def encode(light: np.ndarray) -> np.ndarray:
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def decode(v: np.ndarray) -> np.ndarray:
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def bt709(v: np.ndarray) -> np.ndarray:
    return np.where(v < 0.0812428582986, v / 4.5, ((v + 0.0992968268094) / 1.0992968268094) ** (1 / 0.45))


def converted(v: np.ndarray, primaries: np.ndarray, light) -> np.ndarray:
    scale = (BRADFORD @ xyz(*SRGB[6:])) / (BRADFORD @ xyz(*primaries[6:]))
    adapt = np.linalg.inv(BRADFORD) @ np.diag(scale) @ BRADFORD
    m = np.linalg.inv(to_xyz(SRGB)) @ adapt @ to_xyz(primaries)
    return encode(light(v) @ m.T)


def chrm(p: np.ndarray) -> bytes:
    order = np.concatenate([p[6:], p[:6]])
    return chunk(b"cHRM", struct.pack(">8I", *(int(round(c * 100000)) for c in order)))


def gama(value: int) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", value))


def s15(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def profile(name: str, primaries: np.ndarray | None, gamma: float) -> bytes:
    """A version 2 profile of those primaries, for a white of D50; of one channel without."""
    text = name.encode() + b"\0"
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    white = [0.9642, 1.0, 0.8249]
    tags = [(b"desc", b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + b"\0" * 78), (b"cprt", b"text\0\0\0\0none\0"),
            (b"wtpt", b"XYZ \0\0\0\0" + b"".join(map(s15, white)))]
    if primaries is None:
        tags.append((b"kTRC", curve))
    else:
        scale = (BRADFORD @ np.array(white)) / (BRADFORD @ xyz(*primaries[6:]))
        m = np.linalg.inv(BRADFORD) @ np.diag(scale) @ BRADFORD @ to_xyz(primaries)
        tags += [(b"%cXYZ" % c, b"XYZ \0\0\0\0" + b"".join(map(s15, m[:, i]))) for i, c in enumerate(b"rgb")]
        tags += [(b"%cTRC" % c, curve) for c in b"rgb"]
    table, data, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for n, body in tags:
        body += b"\0" * (-len(body) % 4)
        table += n + struct.pack(">II", offset + len(data), len(body))
        data += body
    head = struct.pack(">I4sI4s4s4s", offset + len(data), b"\0\0\0\0", 0x02400000, b"mntr", b"GRAY" if primaries is None else b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + b"".join(map(s15, white))
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def iccp(body: bytes, name: bytes = b"icc") -> bytes:
    return chunk(b"iCCP", name + b"\0\0" + zlib.compress(body, 9))


def cms(v8: np.ndarray, body: bytes) -> np.ndarray:
    """What LittleCMS makes of 8-bit colours."""
    transform = ImageCms.buildTransform(io.BytesIO(body), ImageCms.createProfile("sRGB"), "RGB", "RGB")
    return np.asarray(ImageCms.applyTransform(Image.fromarray(v8.astype(np.uint8)), transform)) / 255


def colours() -> None:
    c8, c16 = levels(UNIT, 8), levels(UNIT, 16)
    v, deep, near = c8 / 255, c16 / 65535, 2
    wide = profile("Wide", P3, 2.2)
    by_profile = converted(v, P3, lambda a: a**2.2)
    assert np.abs(cms(c8, wide) - by_profile).max() < 2 / 255
    p3 = converted(v, P3, decode)
    cicp = lambda p, t, m=0, full=1: chunk(b"cICP", bytes([p, t, m, full]))
    srgb = chunk(b"sRGB", b"\0")
    lit = encode(v)
    kinds = {
        "cicp-p3": (cicp(12, 13), p3, "cICP 12/13"), "cicp-2020": (cicp(9, 1), converted(v, BT2020, bt709), "cICP 9/1"),
        "cicp-linear": (cicp(1, 8), lit, "cICP 1/8"), "cicp-srgb": (cicp(1, 13), v, ""), 
        "cicp-over-iccp": (cicp(12, 13) + iccp(wide) + srgb + gama(100000), p3, "cICP 12/13"), "cicp-srgb-over-all": (cicp(1, 13) + iccp(wide) + gama(100000), v, ""),
        "cicp-unknown": (cicp(2, 2) + gama(100000), lit, "the gamma in gAMA"), "cicp-ycc": (cicp(1, 13, 1) + gama(100000), lit, "the gamma in gAMA"),
        "iccp": (iccp(wide), by_profile, "from Wide to sRGB"), "iccp-over-srgb": (iccp(wide) + srgb, by_profile, "from Wide to sRGB"),
        "srgb-before-iccp": (srgb + gama(100000) + iccp(wide), by_profile, "from Wide to sRGB"),
        "iccp-over-gama": (gama(100000) + iccp(wide) + chrm(ADOBE), by_profile, "from Wide to sRGB"),
        "iccp-broken-then-srgb": (chunk(b"iCCP", b"icc\0\0rubbish") + srgb + gama(100000), v, "cannot be used"),
        "iccp-broken-then-gama": (chunk(b"iCCP", b"icc\0\0" + zlib.compress(wide[:200])) + gama(100000), lit, "cannot be used"),
        "iccp-grey-in-rgb": (iccp(profile("Grey", None, 1.8)), v, "cannot be used"), "iccp-no-name": (chunk(b"iCCP", b"\0\0" + zlib.compress(wide)), by_profile, "from Wide"),
        "iccp-huge": (chunk(b"iCCP", b"icc\0\0" + zlib.compress(bytes(1 << 25), 9)), v, "cannot be used"),
        "srgb-over-gama": (srgb + gama(100000) + chrm(ADOBE), v, ""), "gama1": (gama(100000), lit, "the gamma in gAMA"),
        "gama-1.8": (gama(55556), encode(v ** (1 / 0.55556)), "the gamma in gAMA"), "gama-srgb": (gama(45455), v, ""), "gama-srgb-chrm": (gama(45455) + chrm(SRGB), v, ""),
        "gama-adobe": (gama(45470) + chrm(ADOBE), converted(v, ADOBE, lambda a: a ** (1 / 0.4547)), "gAMA and cHRM"),
        "gama-ntsc": (gama(50000) + chrm(NTSC), converted(v, NTSC, lambda a: a**2), "gAMA and cHRM"), "chrm-p3": (chrm(P3), p3, "primaries in cHRM"),
        "chrm-flat": (chrm(np.array([0.3, 0.3] * 4)), v, ""), "chrm-srgb": (chrm(SRGB), v, ""),
    }
    for name, (before, values, words) in kinds.items():
        put(f"colour-{name}.png", png(c8, 8, 2, before), values, words, 200 if "icc" in name else near)
        put(f"colour-{name}16.png", png(c8 * 257, 16, 2, before), values, words, 200 if "icc" in name else near)
    for t, word in {16: "PQ", 18: "HLG"}.items():
        put(f"colour-{word.lower()}.png", png(c16, 16, 2, cicp(9, t) + srgb), None, f"high dynamic range (cICP, {word})")
    put("colour-narrow.png", png(c8, 8, 2, cicp(1, 13, 0, 0)), None, "video range")
    g16 = levels(GREY, 16)
    put("colour-grey-gama1.png", png(g16, 16, 0, gama(100000)), encode(g16 / 65535), "the gamma in gAMA", near)
    put("colour-grey-cicp.png", png(g16, 16, 0, cicp(12, 8)), encode(g16 / 65535), "cICP 12/8", near)
    body = profile("Grey", None, 1.8)
    put("colour-grey-iccp.png", png(g16, 16, 0, iccp(body)), encode((g16 / 65535) ** 1.8), "from Grey to sRGB", 400)
    index = ((x + y) % 16).astype(np.uint64)
    ramp = (np.arange(16) * 17)[:, None].repeat(3, 1)
    plte = chunk(b"PLTE", bytes(ramp.astype(np.uint8).ravel()))
    curve = profile("Curve", SRGB, 1.0)
    put("colour-palette-grey-iccp.png", png(index, 4, 3, iccp(curve) + plte), encode(ramp[index] / 255), "from Curve to sRGB", 400)
    put("colour-palette-gama.png", png(index, 4, 3, gama(100000) + plte), encode(ramp[index] / 255), "the gamma in gAMA", 130)
    put("colour.tif", tiff(c16, 16, more={34675: (7, [wide])}), converted(deep, P3, lambda a: a**2.2), "from Wide to sRGB", 200)
    put("colour-broken.tif", tiff(c16, 16, more={34675: (7, [wide[:150]])}), deep, "cannot be used")


# ---- JPEG and WebP -------------------------------------------------------------------------------------------------------------

BIG = np.kron(np.floor(UNIT * 255 + 0.5), np.ones((4, 4, 1))).astype(np.uint8)


def jpeg(array: np.ndarray = BIG, **options) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, "JPEG", **({"quality": 92, "subsampling": 0} | options))
    return buffer.getvalue()


def seen(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB")) / 255


def segments(data: bytes) -> list[bytes]:
    """Marker segments from behind SOI to the scan, which is the last."""
    out, at = [], 2
    while data[at + 1] != 0xDA:
        n = struct.unpack_from(">H", data, at + 2)[0]
        out.append(data[at : at + 2 + n])
        at += 2 + n
    return out + [data[at:]]


def app(n: int, body: bytes) -> bytes:
    return bytes([0xFF, 0xE0 + n]) + struct.pack(">H", len(body) + 2) + body


def parts(body: bytes, count: int, stated: int | None = None, leave: int = -1) -> bytes:
    size = -(-len(body) // count)
    return b"".join(app(2, b"ICC_PROFILE\0" + bytes([i + 1, stated or count]) + body[i * size : (i + 1) * size]) for i in range(count) if i != leave)


def jpegs() -> None:
    plain = jpeg()
    values = seen(plain)
    one = 257  # the last bit of 8
    pieces = segments(plain)
    put("plain.jpg", plain, values, "", one)
    put("fill-bytes.jpg", plain[:2] + b"".join(b"\xff" * (i % 4 + 1) + p for i, p in enumerate(pieces)), values, "", one)
    put("fill-before-end.jpg", plain[:-2] + b"\xff\xff\xff" + plain[-2:], values, "", one)
    put("behind-end.jpg", plain + b"\0" * 100 + plain, values, "", one)
    put("no-end.jpg", plain[:-2], values, "end marker is missing", one)
    put("half-end.jpg", plain[:-1], values, "end marker is missing", one)
    put("cut.jpg", plain[: len(plain) * 2 // 3], None, "copy it again")
    progressive = jpeg(progressive=True)
    put("progressive.jpg", progressive, seen(progressive), "", one)
    put("progressive-no-end.jpg", progressive[:-2], seen(progressive), "end marker is missing", one)
    last = progressive.rindex(b"\xff\xda")
    put("progressive-no-last-scan.jpg", progressive[:last], None, "copy it again")
    for options in ({"subsampling": 1}, {"subsampling": 2}, {"restart_marker_blocks": 2}, {"optimize": True}):
        data = jpeg(**options)
        put(f"{'-'.join(f'{k}{v}' for k, v in options.items()).replace('_', '')}.jpg", data, seen(data), "", 3 * one)
    wide = profile("Wide", P3, 2.2)
    over = converted(values, P3, lambda a: a**2.2)
    for name, body, right_values, words in (
        ("parts3", parts(wide, 3), over, "from Wide to sRGB"), ("part-missing", parts(wide, 3, leave=1), values, "cannot be used"),
        ("part-too-many", parts(wide, 2, stated=3), values, "cannot be used"), ("cut", parts(wide[:300], 1), values, "cannot be used"),
        ("rubbish", parts(b"\x5a" * 700, 1), values, "cannot be used"), ("grey", parts(profile("Grey", None, 1.8), 1), values, "cannot be used"),
        ("empty", parts(b"", 1), values, "cannot be used"), ("short", app(2, b"ICC_PROFILE\0"), values, ""), ("other", app(2, b"MPF\0" + b"\xff" * 40), values, ""),
    ):
        put(f"profile-{name}.jpg", plain[:2] + body + plain[2:], right_values, words, 2 * one)
    order = parts(wide, 3)
    cut = [order[i : i + struct.unpack_from(">H", order, i + 2)[0] + 2] for i in (0, struct.unpack_from(">H", order, 2)[0] + 2)]
    rest = order[len(cut[0]) + len(cut[1]) :]
    put("profile-shuffled.jpg", plain[:2] + rest + cut[1] + cut[0] + plain[2:], over, "from Wide to sRGB", 2 * one)
    for name, body in {"exif": app(1, b"Exif\0\0II*\0\xff\xff\xff\xff"), "exif-empty": app(1, b"Exif\0\0"), "jfif": app(0, b"JFIF\0\1"), "adobe": app(14, b"Adobe"),
                       "zero": app(1, b""), "comment": b"\xff\xfe\0\2", "iptc": app(13, b"8BIM\xff")}.items():
        put(f"odd-{name}.jpg", plain[:2] + body + plain[2:], values, "", one)
    start = plain.index(b"\xff\xc0")
    edited = lambda at, value: plain[: start + at] + bytes([value]) + plain[start + at + 1 :]
    put("bits12.jpg", edited(4, 12), None, "JPEG of 12 bits")
    put("arithmetic.jpg", edited(1, 0xC9), None, "arithmetic")
    put("lossless.jpg", edited(1, 0xC3), None, "lossless")
    put("hierarchical.jpg", edited(1, 0xC5), None, "hierarchical")
    raw = BIG.astype(np.uint8)
    rgb = imagecodecs.jpeg8_encode(raw, level=92, colorspace="RGB", outcolorspace="RGB", subsampling="444")
    put("adobe-rgb.jpg", rgb, seen(rgb), "", one)
    ink = np.dstack([255 - raw, np.kron((ALPHA * 100), np.ones((4, 4))).astype(np.uint8)])
    for name, colours in {"cmyk": "CMYK", "ycck": "YCCK"}.items():
        data = imagecodecs.jpeg8_encode(np.ascontiguousarray(255 - ink), level=100, colorspace="CMYK", outcolorspace=colours, subsampling="444")
        assert b"Adobe" in data
        put(f"adobe-{name}.jpg", data, seen(data), "", 3 * one)
    grey = np.kron(np.floor(GREY * 255), np.ones((4, 4))).astype(np.uint8)
    for o in (3, 6, 8):
        turned = stored(BIG, o)
        data = jpeg(turned, exif=exif(o))
        put(f"turned{o}.jpg", data, np.asarray(Image.open(io.BytesIO(data)).transpose({3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}[o])) / 255,
            f"EXIF orientation {o}", one)
    # Grey that is stored as colour: Java's tests ask for it by name.
    three = np.dstack([grey] * 3)
    data = jpeg(three, quality=75, subsampling=2)
    put("grey-as-colour.jpg", data, seen(data), "", one)
    buffer = io.BytesIO()
    Image.fromarray(three).save(buffer, "WEBP", quality=80)
    put("grey-as-colour.webp", buffer.getvalue(), seen(buffer.getvalue()), "", 9 * one)
    g16 = levels(GREY, 16)
    put("grey-as-colour.png", png(np.dstack([g16] * 3), 16, 2), g16 / 65535)
    put("grey-as-colour.tif", tiff(np.dstack([g16] * 3), 16), g16 / 65535)
    put("grey-as-colour-profiled.png", png(np.dstack([g16] * 3), 16, 2, iccp(profile("Wide", P3, 2.2))), encode((g16 / 65535) ** 2.2), "from Wide to sRGB", 300)
    for name, body in {"whole": wide, "cut": wide[:300]}.items():
        buffer = io.BytesIO()
        Image.fromarray(BIG).save(buffer, "WEBP", lossless=True, icc_profile=body, exif=exif(6).tobytes())
        put(f"profile-{name}.webp", buffer.getvalue(), np.rot90(converted(BIG / 255, P3, lambda a: a**2.2) if name == "whole" else BIG / 255, -1), "from Wide to sRGB" if name == "whole" else "cannot be used", 200)


def exif(orientation: int) -> Image.Exif:
    data = Image.Exif()
    data[274] = orientation
    return data


tiffs()
pngs()
turned_pngs()
colours()
jpegs()
(HERE / "kinds.csv").write_text("\n".join(ROWS) + "\n")
print(len(ROWS), "files,", sum(f.stat().st_size for f in HERE.iterdir()), "bytes")
