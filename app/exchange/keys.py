"""The keys of a site: one pair to sign, one to receive, and the digits people compare."""

import hashlib
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from app.exchange.refusals import KEYS_UNUSABLE
from app.exchange.suites import SUITE

_HALF = 32
_WHOLE = 1 + 2 * _HALF
_GROUPS = 6
_DIGITS_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others may know of a site's keys."""

    sign: bytes
    box: bytes

    def to_bytes(self) -> bytes:
        """Suite byte, signing key, receiving key: 65 bytes."""
        return bytes([SUITE]) + self.sign + self.box

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises:
            PackageError: wrong length or suite, or a receiving key that keeps nothing secret.
        """
        if len(data) != _WHOLE or data[0] != SUITE:
            raise KEYS_UNUSABLE.error()
        keys = cls(data[1 : 1 + _HALF], data[1 + _HALF :])
        try:
            Ed25519PublicKey.from_public_bytes(keys.sign)
            # A low-order point gives everybody the same shared secret; the exchange refuses it.
            X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(keys.box))
        except ValueError as error:
            raise KEYS_UNUSABLE.error() from error
        return keys

    @property
    def key_id(self) -> str:
        """16 hexadecimal digits that name this key pair in headers and certificates."""
        return hashlib.sha256(b"xueji key id\0" + self.to_bytes()).hexdigest()[:16]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the holder of the private half signed exactly this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.sign).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SiteKeys:
    """The private keys of this site; they live only inside the encrypted store."""

    sign: Ed25519PrivateKey
    box: X25519PrivateKey

    @classmethod
    def generate(cls) -> Self:
        """Fresh keys."""
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())

    def to_bytes(self) -> bytes:
        """Suite byte and both private keys (65 secret bytes), to be kept in the encrypted store."""
        return bytes([SUITE]) + self.sign.private_bytes_raw() + self.box.private_bytes_raw()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises:
            PackageError: wrong length or suite.
        """
        if len(data) != _WHOLE or data[0] != SUITE:
            raise KEYS_UNUSABLE.error()
        sign, box = data[1 : 1 + _HALF], data[1 + _HALF :]
        return cls(
            Ed25519PrivateKey.from_private_bytes(sign), X25519PrivateKey.from_private_bytes(box)
        )

    @property
    def public(self) -> PublicKeys:
        """The half that may be given away."""
        return PublicKeys(
            self.sign.public_key().public_bytes_raw(), self.box.public_key().public_bytes_raw()
        )

    def __repr__(self) -> str:
        """Name the keys without showing them."""
        return f"SiteKeys({self.public.key_id})"


def fingerprint(keys: PublicKeys) -> str:
    """Six groups of five digits (99 bits), equal at every site for the same keys."""
    return _digits(b"xueji fingerprint\0" + keys.to_bytes())


def pair_fingerprint(one: PublicKeys, other: PublicKeys) -> str:
    """One figure for two sites, whichever side computes it: comparing it checks both keys."""
    first, second = sorted((one.to_bytes(), other.to_bytes()))
    return _digits(b"xueji pair\0" + first + second)


def invitation_digits(county: PublicKeys, number: str) -> str:
    """The digits of one 开户文件: whoever puts other keys into it shows other digits."""
    return _digits(b"xueji invitation\0" + county.to_bytes() + number.encode())


def check_words(digits: str) -> str:
    """A fingerprint as it is read aloud on the telephone, group by group."""
    return "，".join(group.translate(_DIGITS_SPOKEN) for group in digits.split())


def _digits(message: bytes) -> str:
    number = int.from_bytes(hashlib.sha256(message).digest(), "big")
    return " ".join(f"{number // 10 ** (5 * i) % 10**5:05d}" for i in range(_GROUPS))
