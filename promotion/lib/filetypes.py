"""What a file of evidence really is, read from its bytes: its name proves nothing."""

import zlib

from promotion.lib.text import nfc

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
# The endings that each type is known by.
ENDINGS = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}

LONGEST_FILE_NAME = 200
_PNG_START = b"\x89PNG\r\n\x1a\n"
_TAIL = 2048  # where a PDF must say that it ends


def type_of(content: bytes) -> str | None:
    """ "application/pdf", "image/jpeg" or "image/png"; None for anything else or a torso.

    A PDF begins with its version and ends with its table and end mark; an image must be whole:
    every chunk of a PNG with its checksum, every segment of a JPEG up to its picture.
    """
    if content.startswith(b"%PDF-"):
        tail = content[-_TAIL:]
        return PDF if b"startxref" in tail and b"%%EOF" in tail else None
    if content.startswith(_PNG_START):
        return PNG if _is_whole_png(content) else None
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG if _is_whole_jpeg(content) else None
    return None


def fits_name(content_type: str, name: str) -> bool:
    """Whether a file of the type may be called so."""
    return name.lower().endswith(ENDINGS[content_type])


def file_name(typed: str) -> str:
    """The name as it is kept: composed, in one line, its ending whole whatever its length."""
    name = " ".join(nfc("".join(c if c.isprintable() else " " for c in typed)).split())
    stem, dot, ending = name.rpartition(".")
    return stem[: LONGEST_FILE_NAME - len(dot + ending)] + dot + ending


def _is_whole_png(content: bytes) -> bool:
    at = len(_PNG_START)
    first = True
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        body = content[at + 4 : at + 8 + size]
        checksum = content[at + 8 + size : at + 12 + size]
        if int.from_bytes(checksum, "big") != zlib.crc32(body) or len(checksum) < 4:
            return False
        if first and (body[:4] != b"IHDR" or size != 13 or not _has_size(body[4:12], 4)):
            return False
        if body[:4] == b"IEND":
            return at + 12 + size == len(content)
        at += 12 + size
        first = False
    return False


def _is_whole_jpeg(content: bytes) -> bool:
    """A frame with a size, the picture, its end mark; a camera may add bytes of its own."""
    at = 2
    has_frame = False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        if size < 2:
            return False
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            has_frame = _has_size(content[at + 5 : at + 9], 2)
        if marker == 0xDA:
            return has_frame and content.find(b"\xff\xd9", at + 2 + size) > 0
        at += 2 + size
    return False


def _has_size(sides: bytes, width: int) -> bool:
    """Two numbers of `width` bytes, neither of them zero."""
    return len(sides) == 2 * width and any(sides[:width]) and any(sides[width:])
