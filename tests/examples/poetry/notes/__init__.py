import os

from flask import Flask


def create_app(settings: dict | None = None) -> Flask:
    app = Flask(__name__)
    app.config.update(settings or {})

    @app.get("/")
    def index():
        return f"{os.environ.get('GREETING', 'Hello')} from {os.environ.get('ENVIRONMENT', 'unknown')}"

    @app.get("/healthz")
    def healthz():
        return "ok"

    return app
