import signal
import threading

from django.core.management.base import BaseCommand

from magazine.processes import follow


class Command(BaseCommand):
    help = "Run background tasks until stopped; the task in hand is finished first."

    def add_arguments(self, parser):
        parser.add_argument("--parent", type=int, help="end with the process that has this id")

    def handle(self, *, parent, **options):
        if parent:
            follow(parent)
        stopped = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopped.set())
        stopped.wait()
