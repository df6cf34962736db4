import os

from fastapi import FastAPI, HTTPException
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, HttpUrl

from .store import LinkStore

app = FastAPI(title="Shortener")
links = LinkStore()


class Link(BaseModel):
    url: HttpUrl


@app.get("/")
async def index() -> dict[str, str]:
    greeting, environment = os.environ.get("GREETING", "Hello"), os.environ.get("ENVIRONMENT", "unknown")
    return {"message": f"{greeting} from {environment}"}


@app.get("/healthz")
async def healthz() -> str:
    return "ok"


@app.post("/links", status_code=201)
async def create_link(link: Link) -> dict[str, str]:
    return {"code": links.add(str(link.url))}


@app.get("/links/{code}")
async def follow(code: str) -> RedirectResponse:
    url = links.find(code)
    if url is None:
        raise HTTPException(404, "no such link")
    return RedirectResponse(url)
