"""The example that Berth deploys: a greeting from the environment, and a counter."""
import os
import socket

from flask import Flask, redirect, render_template

from counter import Counter

app = Flask(__name__)
counter = Counter("/tmp/counter")


@app.get("/")
def index():
    return render_template(
        "index.html",
        greeting=os.environ.get("GREETING", "Hello"),
        environment=os.environ.get("ENVIRONMENT", "your machine"),
        container=socket.gethostname(),
        count=counter.value(),
    )


@app.post("/count")
def count():
    counter.add_one()
    return redirect("/", code=303)


@app.get("/healthz")
def healthz():
    return "ok"
