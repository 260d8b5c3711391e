import signal
import threading

from django.core.management.base import BaseCommand

from articles.background import Worker


class Command(BaseCommand):
    help = "Run background tasks until stopped; the task in hand is finished first."

    def add_arguments(self, parser):

        parser.add_argument("--once", action="store_true", help="do what waits, then stop")

    def handle(self, *, once, **options):
        stopped = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stopped.set())
        Worker().run(stopped, until_idle=once)
