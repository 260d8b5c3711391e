import sys

from django.core.management.base import BaseCommand

from newsletter.checkup import GOOD, MISSING, check_up


class Command(BaseCommand):
    help = "Tell what is missing of what Gmail and Yahoo ask of whoever sends a newsletter."

    def handle(self, **options):
        findings = check_up()
        for finding in findings:
            mark = {GOOD: " ok", MISSING: " no"}.get(finding.verdict, "  ?")
            self.stdout.write(f"{mark}  {finding.about}: {finding.words}")
        if any(finding.verdict == MISSING for finding in findings):
            sys.exit(1)
