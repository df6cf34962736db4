"""A number in a file, shared by the workers of one container."""
import fcntl
import os


class Counter:
    def __init__(self, path: str) -> None:
        self._path = path

    def value(self) -> int:
        return self._change(0)

    def add_one(self) -> int:
        return self._change(1)

    def _change(self, by: int) -> int:
        with os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            number = int(file.read() or 0) + by
            file.seek(0)
            file.write(str(number))
            file.truncate()
        return number
