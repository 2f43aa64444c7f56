"""The pages of a SQLCipher 4 file in the clear, free ones included, as somebody with the key could read them.

A page of 4096 bytes ends in 16 of IV and 64 of HMAC; the first begins with 16 of salt. With a raw key,
AES-256-CBC runs under that key itself. (https://www.zetetic.net/sqlcipher/design/)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, TAIL, SALT = 4096, 16, 80, 16


def pages_of(place: Path, key: bytes) -> Iterator[bytes]:
    """Each page of a database file, decrypted; the log beside it is not read."""
    data = place.read_bytes()
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        head = SALT if start == 0 else 0
        iv = page[PAGE - TAIL : PAGE - TAIL + IV]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        yield decryptor.update(page[head : PAGE - TAIL]) + decryptor.finalize()
