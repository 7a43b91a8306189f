"""The store's random data key, wrapped once per account and once by the recovery code."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.data.database import KEY_BYTES
from app.domain.errors import StorageError

RECOVERY = "恢复码"
RECOVERY_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0/O, 1/I/L, U: the code is read from paper."""
RECOVERY_LENGTH = 32
MEMORY_KIB = 65536
PASSES = 3
LANES = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """One wrapping of the data key; costs are stored so that they may rise later."""

    name: str
    salt: str
    nonce: str
    wrapped: str
    memory_kib: int
    passes: int
    lanes: int


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


def wrap(name: str, secret: str, data_key: bytes) -> Slot:
    """Wrap the data key for one account, or for the recovery code."""
    salt, nonce = os.urandom(16), os.urandom(12)
    costs = MEMORY_KIB, PASSES, LANES
    key = _derive(_spelled(name, secret), salt, *costs)
    wrapped = AESGCM(key).encrypt(nonce, data_key, name.encode())
    written = [base64.b64encode(part).decode() for part in (salt, nonce, wrapped)]
    return Slot(name, written[0], written[1], written[2], *costs)


def unwrap(slot: Slot, secret: str) -> bytes | None:
    """The data key, or None when the secret is not this slot's."""
    salt, nonce, wrapped = (base64.b64decode(b) for b in (slot.salt, slot.nonce, slot.wrapped))
    key = _derive(_spelled(slot.name, secret), salt, slot.memory_kib, slot.passes, slot.lanes)
    try:
        return AESGCM(key).decrypt(nonce, wrapped, slot.name.encode())
    except InvalidTag:
        return None


def unlock(slots: list[Slot], secret: str, operator: str = "") -> bytes:
    """The data key by any slot the secret fits, the operator's own first.

    Raises:
        StorageError: the secret fits none.
    """
    for slot in sorted(slots, key=lambda s: (s.name != operator, s.name == RECOVERY)):
        found = unwrap(slot, secret)
        if found is not None:
            return found
    raise StorageError(
        "口令不正确，数据没有打开。",
        "请检查大小写和输入法后再试；忘记口令时可用首次运行时打印的恢复码打开。",
        code="password",
    )


def dump(slots: list[Slot]) -> bytes:
    """The slots as a small JSON file."""
    return json.dumps([asdict(s) for s in slots], ensure_ascii=False, indent=1).encode()


def parse(text: bytes) -> list[Slot]:
    """Read slots.

    Raises:
        StorageError: the file is damaged.
    """
    try:
        return [Slot(**item) for item in json.loads(text)]
    except (ValueError, TypeError) as error:
        raise StorageError(
            "口令文件（.keys）已损坏，数据打不开。", "请用最近一次备份恢复。", code="E-103"
        ) from error


def read(store: Path) -> list[Slot]:
    """The slots beside a store.

    Raises:
        StorageError: they are missing or damaged.
    """
    path = slots_path(store)
    if not path.is_file():
        raise StorageError(
            f"找不到口令文件 {path.name}。", "它应与数据文件放在一起；可从备份恢复。", code="E-103"
        )
    return parse(path.read_bytes())


def save(store: Path, slots: list[Slot]) -> None:
    """Replace the slots beside a store; the old file stays until the new one is on disk."""
    path = slots_path(store)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(dump(slots))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _spelled(name: str, secret: str) -> str:
    # A recovery code is copied by hand: case, spaces and dashes do not matter.
    if name != RECOVERY:
        return secret
    return "".join(c for c in secret.upper() if c.isalnum())


def _derive(secret: str, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=passes, lanes=lanes, memory_cost=memory)
    return kdf.derive(secret.encode())
