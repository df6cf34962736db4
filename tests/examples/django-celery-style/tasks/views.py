import os

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from .models import Task


def index(request):
    """Shows the page without the database, so that it answers before the first migration too."""
    return render(
        request,
        "tasks/index.html",
        {"greeting": os.environ.get("GREETING", "Hello"), "environment": os.environ.get("ENVIRONMENT", "unknown")},
    )


def roundtrip(request):
    """Queues a task for the worker and reads it back."""
    task = Task.objects.create(title="roundtrip")
    return JsonResponse({"title": Task.objects.get(pk=task.pk).title, "waiting": Task.objects.filter(done_at=None).count()})


def healthz(request):
    return HttpResponse("ok")
