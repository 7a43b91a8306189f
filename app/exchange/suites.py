"""What each cipher suite byte stands for; a second suite (SM2, SM3, SM4) is one more entry here."""

from typing import Protocol

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class CipherStream(Protocol):
    """Encrypts or decrypts piece by piece; `finalize` gives (or checks) the end."""

    def update(self, data: bytes, /) -> bytes:
        """Take in a piece and give out what is ready."""

    def finalize(self) -> bytes:
        """Give out the rest."""


class CipherSuite(Protocol):
    """How the file key is wrapped for a receiver and how the content is encrypted with it."""

    def new_key(self) -> bytes:
        """A fresh file key."""

    def wrap(self, key: bytes, box: bytes, info: bytes) -> bytes:
        """The file key, readable only by the holder of the private half of `box`."""

    def unwrap(self, wrapped: bytes, box: X25519PrivateKey, info: bytes) -> bytes:
        """The file key.

        Raises:
            InvalidTag, ValueError: wrapped for somebody else, or changed.
        """

    def encryptor(self, key: bytes, context: bytes) -> CipherStream:
        """Encrypts the content, bound to `context`."""

    def decryptor(self, key: bytes, context: bytes) -> CipherStream:
        """Decrypts the content; raises InvalidTag on any change."""


class International:
    """Suite 1: Ed25519, HPKE over X25519, Cobblestone-256 (chunked AES-256-GCM), SHA-256."""

    def new_key(self) -> bytes:
        """A fresh file key."""
        return Cobblestone256Encryptor.generate_key()

    def wrap(self, key: bytes, box: bytes, info: bytes) -> bytes:
        """The file key for the receiver's public box key."""
        return _HPKE.encrypt(key, X25519PublicKey.from_public_bytes(box), info=info)

    def unwrap(self, wrapped: bytes, box: X25519PrivateKey, info: bytes) -> bytes:
        """The file key again."""
        return _HPKE.decrypt(wrapped, box, info=info)

    def encryptor(self, key: bytes, context: bytes) -> CipherStream:
        """Encrypts the content."""
        return Cobblestone256Encryptor(key, context)

    def decryptor(self, key: bytes, context: bytes) -> CipherStream:
        """Decrypts the content."""
        return Cobblestone256Decryptor(key, context)


SUITE = 1
"""The suite this program writes."""

SUITES: dict[int, CipherSuite] = {SUITE: International()}
