"""A guest book: Flask, SQLAlchemy and Alembic."""
import os

from flask import Flask, jsonify, redirect, render_template, request
from sqlalchemy import select, text

from .database import Session, engine
from .models import Base, Entry


def create_app() -> Flask:
    app = Flask(__name__)
    if engine.dialect.name == "sqlite":
        Base.metadata.create_all(engine)  # for a try without Alembic; Postgres gets its tables from the migrations

    @app.get("/")
    def index():
        with Session() as session:
            entries = session.scalars(select(Entry).order_by(Entry.id.desc()).limit(20)).all()
        return render_template(
            "index.html",
            greeting=os.environ.get("GREETING", "Hello"),
            environment=os.environ.get("ENVIRONMENT", "unknown"),
            entries=entries,
        )

    @app.post("/entries")
    def create_entry():
        with Session.begin() as session:
            session.add(Entry(text=request.form["text"][:200]))
        return redirect("/", code=303)

    @app.get("/roundtrip")
    def roundtrip():
        """Writes a row and reads it back."""
        with Session() as session:
            entry = Entry(text="roundtrip")
            session.add(entry)
            session.commit()
            stored = session.get_one(Entry, entry.id)
            return jsonify(database=engine.dialect.name, id=stored.id, text=stored.text)

    @app.get("/healthz")
    def healthz():
        with engine.connect() as connection:
            connection.execute(text("select 1"))
        return "ok"

    return app
