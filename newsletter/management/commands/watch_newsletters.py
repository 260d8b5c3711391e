import time

from django.core.management.base import BaseCommand

from newsletter.desk.watch import watched
from newsletter.models import Issue


class Command(BaseCommand):
    help = "Show how the issues that are being sent stand, until stopped."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="show it once")
        parser.add_argument("--every", type=float, default=5, help="seconds")

    def handle(self, *, once, every, **options):
        while True:
            issues = Issue.objects.under_way() | Issue.objects.filter(state=Issue.State.PAUSED)
            for issue in issues.order_by("pk"):
                self.show(issue)
            if once:
                return
            time.sleep(every)

    def show(self, issue):
        seen = watched(issue)
        bar = "#" * (seen.percent // 4)
        left = f", {seen.time_left} left" if seen.time_left else ""
        self.stdout.write(
            f"{issue} ({issue.state}) [{bar:25}] {seen.done}/{seen.total}, "
            f"{seen.per_second:.1f}/s{left}"
        )
        self.stdout.write("  " + ", ".join(f"{label}: {count}" for label, count in seen.sums))
        if seen.deferred:
            domains = ", ".join(f"{domain}: {count}" for domain, count in seen.deferred)
            self.stdout.write(f"  to be tried again, by domain: {domains}")
        if seen.uncertain_count:
            self.stdout.write(f"  uncertain: {seen.uncertain_count}; decide in the admin")
