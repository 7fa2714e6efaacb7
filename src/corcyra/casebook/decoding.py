"""Bytes to text without guessing: UTF-8, UTF-16 as Excel writes it, Windows-1251 where it is certain; all else is refused with its line."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corcyra.errors import DataError

__all__ = ["cyrillic", "decoded"]

SAVE = "Save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8)."
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: a zip file, or the older compound file."""
COMMON = frozenset("оеаинтсрвлі")
"""The ten letters that are most frequent in Russian (Lyashevskaya and Sharov 2009), and the і of Ukrainian and Belarusian."""
SHARE = 0.5
"""Ours: the common letters are two thirds of a Russian text, and a third of one in KOI8-R that is read as Windows-1251."""
WORD = re.compile(r"[^\W\d_]+")
LETTER = re.compile(r"[Ѐ-џҐґ]")
MARKS = frozenset("«»„“”‘’‚–—…№§°·•\N{NO-BREAK SPACE}±©®™€‰‹›¦¬")
APPLE = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџ]|[‘’“”„‚•–—™†‡€‰‹›…»§°±№·][А-яЁёЎўЇїІіЄєҐґ]|[А-яё]«|(?:^|\\s)»")
"""What the capitals of a Cyrillic text from an old Macintosh become as Windows-1251: letters of Serbian and Macedonian, or marks right before a
letter. Such a text is not certain, whichever of the two it is."""
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")


def decoded(raw: bytes, file: str | Path) -> str:
    """The text of a file, without byte order mark.

    Raises `DataError` with file and line for a workbook, for bytes of an encoding that is not certain, and for text that was damaged before.

    >>> decoded("Андижан".encode("utf-16"), "a.csv"), decoded("\\ufeffƏliyev".encode(), "a.csv")
    ('Андижан', 'Əliyev')
    >>> decoded(b"Erdo\\xf0an", "a.csv")
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: a.csv:1: the byte F0 is not UTF-8, and in which encoding the file is cannot be told. Save it as CSV UTF-8 \
(in Excel: Save as, CSV UTF-8).
    """
    if raw.startswith(WORKBOOKS):
        raise DataError(f"this is a workbook, not text. {SAVE}", file=file)
    text = unicode_text(raw, file)
    bad = CONTROL.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        code = f"U+{ord(bad[0]):04X}"
        raise DataError(f"the character {code} shows that letters were lost before. Take the text from its source again.", file=file, line=line)
    return text


def unicode_text(raw: bytes, file: str | Path) -> str:
    """Text by its byte order mark, its zero bytes, or as UTF-8; else Windows-1251 or an error."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if wide or b"\0" in raw:
        return utf_16(raw, wide, file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        text = cyrillic(raw)
        if text is not None:
            return text
        line = raw.count(b"\n", 0, problem.start) + 1
        told = f"the byte {raw[problem.start]:02X} is not UTF-8, and in which encoding the file is cannot be told. {SAVE}"
        raise DataError(told, file=file, line=line) from None


def utf_16(raw: bytes, marked: bool, file: str | Path) -> str:
    """UTF-16 with its mark, or without where the zero bytes all stand on one side."""
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    name = "utf-16" if marked else "utf-16-le" if not even else "utf-16-be" if not odd else ""
    try:
        if not name:
            raise ValueError
        return raw.decode(name)
    except ValueError:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1 if b"\0" in raw else None
        raise DataError(f"the file has zero bytes and is no UTF-16: it is damaged, or no text. {SAVE}", file=file, line=line) from None


def cyrillic(raw: bytes) -> str | None:
    """The text if the bytes are certainly Windows-1251, else None.

    Certain (ours) is: every letter beyond ASCII is Cyrillic and no word mixes alphabets; small letters follow capitals as in words, and are the most (in
    KOI8-R it is the other way round); three words of four letters at least; and the commonest Russian letters are half of all or more, which no other encoding gives.

    >>> cyrillic("посол уехал из Ташкента".encode("cp1251"))
    'посол уехал из Ташкента'
    >>> cyrillic("посол уехал из Ташкента".encode("koi8-r")), cyrillic("déjà vu à Paris".encode("cp1252"))
    (None, None)
    """
    try:
        text = raw.decode("cp1251")
    except UnicodeDecodeError:
        return None
    if APPLE.search(text) or any(ord(each) > 127 and not LETTER.match(each) and each not in MARKS for each in text):
        return None
    words = [word for word in WORD.findall(text) if not word.isascii()]
    if any(not LETTER.match(each) for word in words for each in word) or not all(map(natural, words)):
        return None
    letters = "".join(words)
    if sum(len(word) >= 4 for word in words) < 3 or 2 * sum(map(str.isupper, letters)) > len(letters):
        return None
    return text if sum(each in COMMON for each in letters.casefold()) >= SHARE * len(letters) else None


def natural(word: str) -> bool:
    """Whether capitals stand where words have them: at the beginning, one or more, as in МИДа; not after a small letter.

    >>> natural("Ташкент"), natural("МИДа"), natural("армиЯ")
    (True, True, False)
    """
    small = word.lstrip("".join(filter(str.isupper, word)))
    return not any(map(str.isupper, small))
