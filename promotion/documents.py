"""Files of evidence: their bytes lie under MEDIA_ROOT by SHA-256, outside the static files.

A file is stored when its form is understood, before any row names it, so that a form that
comes back for another reason still has it. Nobody reaches it until a row names it.
"""

import hashlib
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from promotion.models import Document, User

LARGEST_BYTES = 10 * 1024 * 1024
_SALT = "promotion.documents"


@dataclass(frozen=True)
class Evidence:
    """A file that was uploaded, checked and stored, and that no row names yet."""

    sha256: str
    name: str
    content_type: str
    size_bytes: int

    @classmethod
    def of_token(cls, token: str) -> Self:
        """Raises signing.BadSignature for a token that is not ours."""
        return cls(**signing.loads(token, salt=_SALT))

    @property
    def token(self) -> str:
        """What a form carries so that the file need not be chosen again."""
        return signing.dumps(asdict(self), salt=_SALT)

    def record(self, by: User) -> Document:
        """The row that other rows name; one for each upload."""
        return Document.objects.create(uploaded_by=by, **asdict(self))


def path_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT, sha256[:2], sha256[2:4], sha256)


def store(content: bytes, name: str, content_type: str) -> Evidence:
    """Write the bytes once, whole and on the disk before this returns."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
        _keep_names_of(path.parent)
    return Evidence(sha256, name, content_type, len(content))


def _keep_names_of(folder: Path) -> None:
    """Have the disk keep the name that was given to a file, as it keeps the file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def download(document: Document) -> HttpResponse:
    """The file as an attachment under its own name, never shown inside a page."""
    disposition = content_disposition_header(as_attachment=True, filename=document.name)
    return HttpResponse(
        path_of(document.sha256).read_bytes(),
        content_type=document.content_type,
        headers={"Content-Disposition": disposition},
    )
