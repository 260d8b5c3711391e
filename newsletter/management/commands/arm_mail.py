from django.core.management.base import BaseCommand

from newsletter.models import Arming, Issue, Letter


class Command(BaseCommand):
    help = "Let mail go out from here again, after a backup was put back or on a new machine."

    def handle(self, **options):
        if Arming.is_armed():
            self.stdout.write("Mail goes out from here already.")
            return
        for issue in Issue.objects.under_way() | Issue.objects.due():
            self.stdout.write(f"Goes on at once: {issue} ({issue.state}).")
        self.stdout.write(f"Letters that wait: {Letter.objects.due().count()}.")
        Arming.arm()
        self.stdout.write("Armed.")
