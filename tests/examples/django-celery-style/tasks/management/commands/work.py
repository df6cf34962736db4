import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from tasks.models import Task

log = logging.getLogger("worker")


class Command(BaseCommand):
    help = "Does queued tasks until it is told to stop."

    def handle(self, *args, **options):
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        log.info("worker ready")
        while not stop.wait(1):
            self.do_waiting()
        log.info("worker stopped")

    def do_waiting(self):
        try:
            for task in Task.objects.filter(done_at=None)[:10]:
                task.done_at = timezone.now()
                task.save(update_fields=["done_at"])
                log.info("done: %s %s", task.pk, task.title)
        except DatabaseError as error:
            log.warning("the database is not ready: %s", error)
