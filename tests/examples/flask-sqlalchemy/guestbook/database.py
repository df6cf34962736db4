import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker


def database_url() -> str:
    """DATABASE_URL with the driver named, or a SQLite file for a try."""
    url = os.environ.get("DATABASE_URL", "sqlite:////tmp/guestbook.sqlite3")
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


engine = create_engine(database_url(), pool_pre_ping=True)
Session = sessionmaker(engine)
