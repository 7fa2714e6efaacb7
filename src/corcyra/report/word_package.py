"""A Word file with the same bytes for the same text: fixed times in the archive, no dates and no preview of the template in it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["packed"]

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP archive can hold."""
DATED = ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified")


def packed(document: Document) -> bytes:
    """The file; the parts stand by name, the list of content types first, as the standard advises."""
    package = document.part.package
    core = document.core_properties._element
    for each in [each for each in core if each.tag in DATED]:
        core.remove(each)
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
    raw = io.BytesIO()
    document.save(raw)
    made = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each != "_rels/.rels", each)):
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(part, old.read(name), compresslevel=6)
    return made.getvalue()
