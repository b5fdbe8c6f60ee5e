"""Where a store lies: a directory, or a prefix of an object store."""

from __future__ import annotations

import os
import re
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from rfma_fast.errors import RfmaError
from rfma_fast.i18n import problem
from rfma_fast.store.damage import NANOSECONDS

if TYPE_CHECKING:
    import polars as pl
    import pyarrow.fs

OBJECTS = "s3://"
"""How the path of a store in an object store begins."""

_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9._-]+(/|$)")
_OBJECT = re.compile(r"s3://[^\s)]+")
_RETRIES = 3
_CREDENTIALS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
)
"""Where credentials may come from, beside the machine that lends its own."""
_FAULTS = (
    ("NoSuchBucket", "objects.bucket"),
    ("AccessDenied", "objects.credentials"),
    ("InvalidAccessKeyId", "objects.credentials"),
    ("SignatureDoesNotMatch", "objects.credentials"),
    ("403 Forbidden", "objects.credentials"),
    ("401 Unauthorized", "objects.credentials"),
    ("request or response body error", "objects.unreachable"),
    ("error sending request", "objects.unreachable"),
    ("169.254.169.254", "objects.no_credentials"),
)
"""What an object store's client says, and what is the matter; what stands later tells more."""


class Place(Protocol):
    """Files by their paths; all that a store does with files other than to read their rows."""

    @property
    def delta(self) -> dict[str, str] | None:
        """Return the storage options of Delta tables here."""

    @property
    def polars(self) -> dict[str, Any]:
        """Return what Polars' readers and writers must be told beside a path."""

    @property
    def arrow(self) -> pyarrow.fs.FileSystem | None:
        """Return the file system through which Arrow reads, ``None`` for the machine's own."""

    def make_directory(self, path: str) -> None:
        """Make a directory and those above it, where there are directories."""

    def write(
        self, frame: pl.DataFrame, octets: memoryview, path: str, **how: Any
    ) -> tuple[int, int]:
        """Write a frame's Parquet file that nobody looks for yet; ``octets`` are what it holds.

        Return its bytes, and when it was written, in milliseconds since 1970.
        """

    def put(self, frame: pl.DataFrame, path: str, **how: Any) -> None:
        """Write a Parquet file that others may look for: it is there wholly or not at all."""

    def octets(self, path: str) -> int:
        """Return the bytes of a file, 0 where it was removed meanwhile."""

    def names(self, directory: str) -> set[str]:
        """Return the names of a directory's files; none where there is no directory."""

    def remove(self, path: str) -> None:
        """Remove a file, if it is still there."""

    def staging(self, root: str) -> Path:
        """Return the directory of this machine for the unfinished files of loads."""


class Disk:
    """Directories of this machine."""

    delta = None
    arrow = None
    polars: dict[str, Any] = {}  # noqa: RUF012

    def make_directory(self, path: str) -> None:
        """Make a directory and those above it."""
        Path(path).mkdir(parents=True, exist_ok=True)

    def write(
        self, frame: pl.DataFrame, octets: memoryview, path: str, **how: Any
    ) -> tuple[int, int]:
        """Write a Parquet file; return its bytes and when it was written."""
        self.make_directory(str(Path(path).parent))
        Path(path).write_bytes(octets)
        written = Path(path).stat()
        return written.st_size, written.st_mtime_ns // NANOSECONDS

    def put(self, frame: pl.DataFrame, path: str, **how: Any) -> None:
        """Write a Parquet file beside its place, and move it there."""
        unfinished = f"{path}.{uuid.uuid4().hex[:12]}"
        frame.write_parquet(unfinished, **how)
        Path(unfinished).replace(path)

    def octets(self, path: str) -> int:
        """Return the bytes of a file, 0 where there is none."""
        try:
            return Path(path).stat().st_size
        except FileNotFoundError:
            return 0

    def names(self, directory: str) -> set[str]:
        """Return the names in a directory."""
        try:
            return {path.name for path in Path(directory).iterdir()}
        except FileNotFoundError:
            return set()

    def remove(self, path: str) -> None:
        """Remove a file, if it is still there."""
        Path(path).unlink(missing_ok=True)

    def staging(self, root: str) -> Path:
        """Return a directory beside the tables."""
        return Path(root) / ".staging"


class Bucket:
    """Objects behind the S3 protocol, as the ``AWS_*`` environment says."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def delta(self) -> dict[str, str]:
        """Return the environment's options; a commit is put only where no other one is."""
        given = {
            name.lower(): value for name, value in os.environ.items() if name.startswith("AWS_")
        }
        lent = given.get("aws_ec2_metadata_disabled", "").lower() != "true"
        if not lent and not any(map(os.environ.get, _CREDENTIALS)):
            raise problem("objects.no_credentials", path=f"{OBJECTS}{self._name}")
        return given | {"aws_conditional_put": "etag", "max_retries": str(_RETRIES)}

    @property
    def polars(self) -> dict[str, Any]:
        """Return the same options; without keys Polars looks for them in its own way."""
        options: dict[str, Any] = self.delta | {"max_retries": _RETRIES}
        own = {} if "aws_access_key_id" not in options else {"credential_provider": None}
        return {"storage_options": options, **own}

    @property
    def arrow(self) -> pyarrow.fs.FileSystem:
        """Return a file system of the bucket through the client of the tables."""
        from deltalake.fs import DeltaStorageHandler
        from pyarrow.fs import PyFileSystem

        with plain_errors(self._name):
            return PyFileSystem(DeltaStorageHandler(f"{OBJECTS}{self._name}", self.delta))

    def make_directory(self, path: str) -> None:
        """Do nothing: an object's path needs no directory."""

    def write(
        self, frame: pl.DataFrame, octets: memoryview, path: str, **how: Any
    ) -> tuple[int, int]:
        """Put a Parquet file; return its bytes and when it was written."""
        self.put(frame, path, **how)
        return self.octets(path), int(time.time() * 1000)

    def put(self, frame: pl.DataFrame, path: str, **how: Any) -> None:
        """Put a Parquet file: the object is there when all of it has arrived."""
        with plain_errors(path):
            frame.write_parquet(path, **how, **self.polars)

    def octets(self, path: str) -> int:
        """Return the bytes of an object, 0 where there is none."""
        with plain_errors(path):
            return self.arrow.get_file_info(self.inside(path)).size or 0

    def names(self, directory: str) -> set[str]:
        """Return the names of the objects right below a prefix."""
        from pyarrow.fs import FileSelector

        below = FileSelector(self.inside(directory), allow_not_found=True)
        with plain_errors(directory):
            return {info.base_name for info in self.arrow.get_file_info(below)}

    def remove(self, path: str) -> None:
        """Remove an object, if it is still there."""
        with plain_errors(path):
            self.arrow.delete_file(self.inside(path))

    def staging(self, root: str) -> Path:
        """Return a new temporary directory."""
        return Path(tempfile.mkdtemp(prefix="rfma-"))

    def inside(self, path: str) -> str:
        """Return a path as the bucket knows it."""
        return path.removeprefix(f"{OBJECTS}{self._name}/")


_DISK = Disk()


def place_of(path: str) -> Place:
    """Return where a path lies; an address of another kind is refused."""
    if "://" not in path:
        return _DISK
    if not path.startswith(OBJECTS):
        raise problem("store.unknown_place", kind=path.partition("://")[0])
    if not _BUCKET.match(path):
        # Not told again: people put keys in front of a bucket.
        raise problem("store.no_bucket")
    return _bucket(path.removeprefix(OBJECTS).partition("/")[0])


@cache
def _bucket(name: str) -> Bucket:
    return Bucket(name)


@contextmanager
def plain_errors(path: str) -> Iterator[None]:
    """Turn what an object store's client raises into one sentence about the path."""
    try:
        yield
    except Exception as error:
        told = told_of_objects(error, path)
        if told is None:
            raise
        raise told from error


def told_of_objects(error: Exception, path: str = "") -> RfmaError | None:
    """Return an object store's failure in words, ``None`` where the error is another."""
    said = str(error)
    path = path or next(iter(_OBJECT.findall(said)), OBJECTS)
    if isinstance(error, FileNotFoundError):
        # Whoever reads what others may remove is prepared for it.
        return None
    if "Generic S3 error" not in said and "object-store error" not in said:
        return None
    key = next((key for mark, key in reversed(_FAULTS) if mark in said), "objects.failed")
    more: dict[str, object] = {}
    if key == "objects.failed":
        more["reason"] = said.strip().splitlines()[0].rstrip(".")
    elif key == "objects.unreachable":
        more["where"] = (os.environ.get("AWS_ENDPOINT_URL") or "AWS S3").rpartition("@")[2]
    return problem(key, path=path, **more)
