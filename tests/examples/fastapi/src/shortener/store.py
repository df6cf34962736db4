import secrets


class LinkStore:
    """Links in memory."""

    def __init__(self) -> None:
        self._links: dict[str, str] = {}

    def add(self, url: str) -> str:
        code = secrets.token_urlsafe(4)
        self._links[code] = url
        return code

    def find(self, code: str) -> str | None:
        return self._links.get(code)
