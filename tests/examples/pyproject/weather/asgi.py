import os

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def index(request):
    return PlainTextResponse(f"{os.environ.get('GREETING', 'Hello')} from {os.environ.get('ENVIRONMENT', 'unknown')}")


async def healthz(request):
    return PlainTextResponse("ok")


application = Starlette(routes=[Route("/", index), Route("/healthz", healthz)])
