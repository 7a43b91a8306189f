"""The store's random data key, sealed per account, for the recovery code, and for the county.

An account's password opens a private key of its own, and the data key is sealed to the public
half: a new data key reaches everybody who stays without asking anybody for a password.
"""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.data.connection import KEY_BYTES
from app.data.key_refusals import locked_slots, lost_slots, wrong_password
from app.domain.errors import AppError
from app.files.placing import put_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

RECOVERY = "恢复码"
COUNTY = "县级恢复密钥"
NOT_ACCOUNTS = (RECOVERY, COUNTY)
RECOVERY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: the code is read from paper."""
RECOVERY_LENGTH = 32
MEMORY_KIB = 65536
PASSES = 3
LANES = 4
_NONCE = 12
_MOST = (1 << 20, 64, 64)
"""1 GiB and 64 passes: a file that asks for more would only hang the program."""

# The password window reads the names of the slots; cryptography is loaded with the first secret.


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the data key; costs are stored so that they may rise later. `wrapped` is the
    account's private key and `sealed` the data key for its `public` half; without those two, as
    older programs wrote it, `wrapped` is the data key itself. The slot for the county has the
    county's public recovery key as salt and the site as nonce."""

    name: str
    salt: str
    nonce: str
    wrapped: str
    memory_kib: int
    passes: int
    lanes: int
    public: str = ""
    sealed: str = ""

    @property
    def mark(self) -> str:
        """What the store knows this slot by: all of it but the data key, so that neither another
        password nor another public key can pass for it."""
        parts = (self.name, self.salt, self.nonce, self.wrapped, self.public)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def slots_path(store: Path) -> Path:
    """Where a store's key slots lie: beside it, worthless without a password."""
    return store.with_name(store.name + ".keys")


def new_data_key() -> bytes:
    """A fresh random key for one store."""
    return secrets.token_bytes(KEY_BYTES)


def new_recovery_code() -> str:
    """32 characters in groups of four; about 157 bits."""
    letters = [secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, RECOVERY_LENGTH, 4))


def make(name: str, secret: str, data_key: bytes) -> Slot:
    """A slot for one account or for the recovery code, under a fresh key pair of its own."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    own = X25519PrivateKey.generate()
    public = base64.b64encode(own.public_key().public_bytes_raw()).decode()
    return sealed_anew(
        replace(wrap(name, secret, own.private_bytes_raw()), public=public), data_key
    )


def sealed_anew(slot: Slot, data_key: bytes) -> Slot:
    """The same slot with another data key; nobody's password is needed for it."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    box = X25519PublicKey.from_public_bytes(base64.b64decode(slot.public))
    sealed = _hpke().encrypt(data_key, box, info=_account_info(slot.name))
    return replace(slot, sealed=base64.b64encode(sealed).decode())


def wrap(name: str, secret: str, data_key: bytes) -> Slot:
    """Wrap 32 secret bytes, or more, by a password alone."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(16), os.urandom(12)
    costs = MEMORY_KIB, PASSES, LANES
    key = _derive(_spelled(name, secret), salt, *costs)
    wrapped = AESGCM(key).encrypt(nonce, data_key, name.encode())
    written = [base64.b64encode(part).decode() for part in (salt, nonce, wrapped)]
    return Slot(name, written[0], written[1], written[2], *costs)


def unwrap(slot: Slot, secret: str) -> bytes | None:
    """The data key, or None when the secret is not this slot's."""
    from cryptography.exceptions import InvalidTag

    inner = _unwrapped(slot, secret)
    if inner is None or not slot.public:
        return inner
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    try:
        own = X25519PrivateKey.from_private_bytes(inner)
        sealed = base64.b64decode(slot.sealed)
        return _hpke().decrypt(sealed, own, info=_account_info(slot.name))
    except (InvalidTag, ValueError):
        return None


def _unwrapped(slot: Slot, secret: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce, wrapped = (base64.b64decode(b) for b in (slot.salt, slot.nonce, slot.wrapped))
    key = _derive(_spelled(slot.name, secret), salt, slot.memory_kib, slot.passes, slot.lanes)
    try:
        return AESGCM(key).decrypt(nonce, wrapped, slot.name.encode())
    except InvalidTag:
        return None


def wrap_fact(name: str, data_key: bytes, secret: bytes) -> bytes:
    """A secret that lies in the store itself, under the store's key; whoever changes that key
    wraps it anew."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(data_key).encrypt(nonce, secret, name.encode())


def unwrap_fact(name: str, data_key: bytes, kept: bytes) -> bytes | None:
    """That secret; None when it is not one of this key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(data_key).decrypt(kept[:_NONCE], kept[_NONCE:], name.encode())
    except (InvalidTag, ValueError):
        return None


def new_county_key() -> tuple[bytes, bytes]:
    """A county's recovery key: the private half, and the public one for its townships."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    key = X25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def public_half(private: bytes) -> bytes:
    """The public half of a county's recovery key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def wrap_for_county(public: bytes, site: bytes, data_key: bytes) -> Slot:
    """Wrap the data key so that only the county's recovery key opens it.

    Raises:
        ValueError: the public key keeps nothing secret.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    box = X25519PublicKey.from_public_bytes(public)
    wrapped = _hpke().encrypt(data_key, box, info=_county_info(site))
    written = [base64.b64encode(part).decode() for part in (public, site, wrapped)]
    return Slot(COUNTY, written[0], written[1], written[2], 0, 0, 0)


def county_parts(slots: list[Slot]) -> tuple[bytes, bytes, bytes] | None:
    """Public recovery key, site and wrapped data key of the slot for the county, if any."""
    slot = next((slot for slot in slots if slot.name == COUNTY), None)
    if slot is None:
        return None
    public, site, wrapped = (base64.b64decode(b) for b in (slot.salt, slot.nonce, slot.wrapped))
    return public, site, wrapped


def unwrap_for_county(private: bytes, site: bytes, wrapped: bytes) -> bytes | None:
    """The data key by the county's recovery key, or None when it is wrapped for another."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    box = X25519PrivateKey.from_private_bytes(private)
    try:
        return _hpke().decrypt(wrapped, box, info=_county_info(site))
    except (InvalidTag, ValueError):
        return None


@cache
def _hpke() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _account_info(name: str) -> bytes:
    return b"xueji account\0" + name.encode()


def _county_info(site: bytes) -> bytes:
    return b"xueji data key\0" + site


def unlock(slots: list[Slot], secret: str, operator: str = "") -> bytes:
    """The data key by the slot that the secret fits; see `opened`."""
    return opened(slots, secret, operator)[1]


def opened(slots: list[Slot], secret: str, claimed: str = "") -> tuple[Slot, bytes]:
    """Whose secret this is, with the data key. Whoever claims a name must have its password; the
    recovery code opens under no person's name.

    Raises:
        StorageError: the secret fits none.
        AppError: it is somebody else's than the claimed name's.
    """
    locked = [slot for slot in slots if slot.name != COUNTY]
    for slot in sorted(locked, key=lambda s: (s.name != claimed, s.name == RECOVERY)):
        found = unwrap(slot, secret)
        if found is None:
            continue
        if claimed not in ("", slot.name) and slot.name != RECOVERY:
            raise AppError(
                f"这个密码不是“{claimed}”的，不能用别人的姓名办理。",
                "每人用自己的姓名和密码；没有的，请负责人在“设置 → 使用人与密码”里添加。",
                code="E-501",
            )
        return slot, found
    raise wrong_password()


def plain(slots: list[Slot]) -> list[dict[str, object]]:
    """The slots as a backup's head carries them."""
    return [asdict(slot) for slot in slots]


def dump(slots: list[Slot]) -> bytes:
    """The slots as a small JSON file that tells when a single letter of it was changed: a slot
    that nobody uses for years must not be found broken on the day it is needed."""
    listed = plain(slots)
    text = {"slots": listed, "sha256": _digest(listed)}
    return json.dumps(text, ensure_ascii=False, indent=1).encode()


def parse(text: bytes) -> list[Slot]:
    """Read slots; a plain list is what programs before the checksum wrote.

    Raises:
        StorageError: the file is damaged.
    """
    try:
        found = json.loads(text)
        listed = found if isinstance(found, list) else found["slots"]
        if listed is not found and found["sha256"] != _digest(listed):
            raise ValueError("checksum")
        return checked([Slot(**item) for item in listed])
    except (ValueError, TypeError, KeyError) as error:
        raise lost_slots("密码文件（.keys）已损坏，数据打不开。") from error


def checked(slots: list[Slot]) -> list[Slot]:
    """The slots, when every one could be tried without harm.

    Raises:
        ValueError: not base64, or costs that no program of ours ever wrote.
        TypeError: a number where a text belongs.
    """
    for slot in slots:
        for part in (slot.salt, slot.nonce, slot.wrapped, slot.public, slot.sealed):
            base64.b64decode(part, validate=True)
        costs = (slot.memory_kib, slot.passes, slot.lanes)
        highest = (0, 0, 0) if slot.name == COUNTY else _MOST
        if not slot.name or not all(
            isinstance(cost, int) and min(1, most) <= cost <= most
            for cost, most in zip(costs, highest, strict=True)
        ):
            raise ValueError("costs")
    return slots


def _digest(listed: object) -> str:
    text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read(store: Path) -> list[Slot]:
    """The slots beside a store.

    Raises:
        StorageError: they are missing or damaged.
    """
    path = slots_path(store)
    try:
        return parse(path.read_bytes())
    except FileNotFoundError as error:
        raise lost_slots(f"找不到密码文件 {path.name}。") from error
    except IsADirectoryError as error:
        raise lost_slots(f"{path.name} 应是密码文件，现在却是一个文件夹。") from error
    except OSError as error:
        raise locked_slots(path) from error


def save(store: Path, slots: list[Slot]) -> None:
    """Replace the slots beside a store; the old file stays until the new one is on disk."""
    put_bytes(slots_path(store), dump(slots))


def _spelled(name: str, secret: str) -> str:
    # A recovery code is copied by hand: case, spaces and dashes do not matter.
    if name != RECOVERY:
        return secret
    return "".join(c for c in secret.upper() if c.isalnum())


def _derive(secret: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=passes, lanes=lanes, memory_cost=memory)
    return kdf.derive(secret.encode())
