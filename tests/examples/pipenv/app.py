import os

from bottle import Bottle

app = Bottle()


@app.get("/")
def index():
    return f"{os.environ.get('GREETING', 'Hello')} from {os.environ.get('ENVIRONMENT', 'unknown')}"


@app.get("/healthz")
def healthz():
    return "ok"
