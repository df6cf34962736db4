import os

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return f"{os.environ.get('GREETING', 'Hello')} from {os.environ.get('ENVIRONMENT', 'unknown')}"


@app.get("/healthz")
def healthz():
    return "ok"
