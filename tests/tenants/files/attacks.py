"""Files that nobody's camera makes, and what is said to each."""

import gzip
import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.ExifTags import GPS, IFD

NOT_A_PICTURE = "Berkas ini bukan gambar. Pilih foto berformat JPEG, PNG, atau WebP."
TOO_LARGE = "Foto ini terlalu besar. Pilih foto paling besar 15 MB."
TOO_MANY_PIXELS = "Foto ini terlalu banyak pikselnya. Pilih foto paling besar 30 megapiksel."
SCRIPT = b"<script>alert(1)</script>"
PHP = b"<?php __HALT_COMPILER(); ?>"


def jpeg(side: int = 40, **more: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 60).convert("RGB").save(out, "JPEG", **more)
    return out.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*before: bytes, side: int = 1, pixels: bytes = b"\0\0\0\0") -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [chunk(b"IHDR", header), *before, chunk(b"IDAT", zlib.compress(pixels, 9)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def named(value: str | bytes) -> str:
    """A parameter's name that is the same in every process (archives carry the time they were made)."""
    return value[:40] if isinstance(value, str) else str(len(value))


def archive(name: str = "bom.txt", megabytes: int = 50) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, b"\0" * megabytes * 1024 * 1024)
    return out.getvalue()


def zeros(megabytes: int) -> bytes:
    return zlib.compress(b"\0" * megabytes * 1024 * 1024, 9)


def endless_jpeg(scans: int = 2_000) -> bytes:
    """A progressive JPEG whose last scan comes again and again, each a walk over the whole picture."""
    content = jpeg(progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + last * scans + content[-2:]


def frames(kind: str, count: int = 2_000) -> bytes:
    out = io.BytesIO()
    rest = [Image.new("RGB", (8, 8), (number % 256, number // 256, 0)) for number in range(1, count)]
    Image.new("RGB", (8, 8), "teal").save(out, kind, save_all=True, append_images=rest)
    return out.getvalue()


def described_photo() -> bytes:
    """A photo that says where it was made in every way there is: EXIF, its preview, XMP, IPTC, a comment."""
    exif = Image.Exif()
    exif[0x010F] = "RAHASIA-exif"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (5.0, 8.0, 0.0)
    preview = jpeg(8) + b"RAHASIA-preview"
    photo = jpeg(exif=exif.tobytes() + preview, xmp=b"<x:xmpmeta>RAHASIA-xmp</x:xmpmeta>", comment=b"RAHASIA-comment")
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x11\x1c\x02\x5a\0\x0cRAHASIA-iptc"
    return photo[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + photo[2:]


# What is refused: name of the file, its bytes, the sentence.
REFUSED = [
    ("kosong.jpg", b"", NOT_A_PICTURE),
    ("bom.zip", archive(), NOT_A_PICTURE),
    ("bom.jpg", archive(), NOT_A_PICTURE),
    ("bom.svgz", gzip.compress(b"<svg>" + b" " * 10_000_000, mtime=0), NOT_A_PICTURE),
    ("skrip.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NOT_A_PICTURE),
    ("halaman.jpg", b"<!doctype html>" + SCRIPT, NOT_A_PICTURE),
    ("arsip.gif", b"GIF89a" + b"\0" * 20 + archive("A.class", 0), NOT_A_PICTURE),
    ("surat.pdf", b"%PDF-1.7\n%%EOF", NOT_A_PICTURE),
    ("terpotong.jpg", jpeg(400)[:3000], NOT_A_PICTURE),
    ("tanpa-akhir.jpg", endless_jpeg(), NOT_A_PICTURE),
    ("teks.png", png(chunk(b"zTXt", b"k\0\0" + zeros(50))), NOT_A_PICTURE),
    ("profil.png", png(chunk(b"iCCP", b"k\0\0" + zeros(50))), NOT_A_PICTURE),
    ("seratus-megapiksel.png", png(side=10_000, pixels=b"\0" * 1024), TOO_MANY_PIXELS),
    ("besar.jpg", jpeg() + b"\0" * 15 * 1024 * 1024, TOO_LARGE),
]
# What is drawn anew, and so loses what it carried: name of the file, its bytes, a word that must be gone.
CLEANED = [
    ("arsip.jpg", jpeg() + archive("A.class", 0), b"A.class"),
    ("halaman.jpg", jpeg(comment=SCRIPT) + SCRIPT, b"script"),
    ("phar.jpg", jpeg(comment=PHP) + PHP, b"HALT"),
    ("skrip.png", png(chunk(b"tEXt", b"Comment\0" + SCRIPT)) + SCRIPT, b"script"),
    ("lebih.png", png(pixels=b"\0" * 50_000_000), b"IDAT"),
    ("bergerak.webp", frames("WEBP"), b"ANMF"),
    ("bergerak.png", frames("PNG"), b"fcTL"),
    ("foto.exe", jpeg(), b"JFIF"),
    ("tempat.jpg", described_photo(), b"RAHASIA"),
    ("rusak.jpg", jpeg(exif=b"Exif\0\0RAHASIA"), b"RAHASIA"),
]
