import signal
from datetime import timedelta

from django.core.management.base import BaseCommand

from newsletter.sending.worker import BATCH, LEASE, Worker


class Command(BaseCommand):
    help = "Send every issue that is due. Safe to run again after a crash, and beside itself."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument("--lease", type=float, default=LEASE.total_seconds(), help="seconds")
        parser.add_argument("--batch", type=int, default=BATCH, help="readers claimed at a time")
        parser.add_argument("--nap", type=float, default=2.0, help="seconds between looks")

    def handle(self, *, once, lease, batch, nap, **options):
        worker = Worker(lease=timedelta(seconds=lease), batch=batch, nap=nap)
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run(once=once)
