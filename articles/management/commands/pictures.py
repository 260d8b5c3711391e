from django.core.management.base import BaseCommand, CommandError

from articles.models import Image
from articles.pictures.inspection import inspect
from articles.pictures.rebuilding import remake

WIDTH = 40


class Command(BaseCommand):
    help = "Look after the library of pictures. Safe to interrupt and to run again."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--check", action="store_true", help="compare rows with files, and mend what differs"
        )
        what.add_argument(
            "--rebuild", action="store_true", help="make every rendition that is missing, here"
        )
        parser.add_argument("--dry-run", action="store_true", help="with --check: only report")

    def handle(self, *, check, dry_run, **options):
        if check:
            self.check_files(mend=not dry_run)
        else:
            self.rebuild()

    def check_files(self, *, mend):
        findings = inspect(mend=mend)
        done = {True: "deleted", False: "to delete"}[mend]
        for sentence, names in (
            ("pictures whose original is gone: replace the file", findings.lost_originals),
            ("renditions that were listed but gone", findings.lost_renditions),
            (f"pictures with renditions {'ordered' if mend else 'to make'}", findings.unmade),
            (f"renditions of former cuts {done}", findings.outdated),
            (f"originals without a picture {done}", findings.stray_originals),
            (f"renditions without a picture {done}", findings.stray_renditions),
            ("articles whose drawn card is gone", findings.lost_cards),
            (f"drawn cards of former headlines {done}", findings.stray_cards),
        ):
            if names:
                shown = ", ".join(map(str, names[:5])) + (", …" if len(names) > 5 else "")
                self.stdout.write(f"{len(names)} {sentence} ({shown})")
        if findings.lost_originals:
            raise CommandError("Originals are missing: restore them from a backup, or replace.")
        if findings.is_clean:
            self.stdout.write("Every picture has its files and every file its picture.")

    def rebuild(self):
        images = Image.objects.usable().order_by("-pk")
        total, done, made, failed = images.count(), 0, 0, 0
        for image in images.iterator(chunk_size=100):
            widths, refusal = remake(image)
            made, done = made + widths, done + 1
            if refusal:
                failed += 1
                self.stderr.write(f"\nPicture {image.pk}: {refusal}")
            self.show(done, max(done, total))
        self.stdout.write(f"\n{done} pictures, {made} sizes made, {failed} failed.")
        if failed:
            raise CommandError("Some pictures could not be made. What was wrong stands above.")

    def show(self, number, total):
        """A bar on a terminal; a line now and then in a log."""
        if self.stdout.isatty():
            filled = WIDTH * number // total
            bar = "█" * filled + "·" * (WIDTH - filled)
            self.stdout.write(f"\r{bar} {number} of {total}", ending="")
            self.stdout.flush()
        elif number % 100 == 0 or number == total:
            self.stdout.write(f"{number} of {total}")
