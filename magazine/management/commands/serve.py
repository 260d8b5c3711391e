# Looked up with every address. A thread does that while the web processes part from this one: what
# it imports at that moment would stay locked in them for good.
import encodings.idna  # noqa: F401
import os
import signal
import socket
import time
from http.client import HTTPConnection
from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from magazine.demo import logins
from magazine.preparation import prepare
from magazine.processes import Companions, follow


class Command(BaseCommand):
    help = "Serve the magazine, do its background work and send its mail, until Ctrl+C."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, help="web processes")
        parser.add_argument("--no-worker", action="store_true", help="only serve")
        parser.add_argument("--prepare", action="store_true", help="migrate and collect first")
        parser.add_argument("--only-prepare", action="store_true", help="and do not serve")
        parser.add_argument("--parent", type=int, help="end with the process that has this id")

    def handle(self, *, host, port, workers, parent, **options):
        if parent:
            follow(parent)
        if not options["only_prepare"]:
            refuse_taken_port(host, port)
        if options["prepare"] or options["only_prepare"]:
            try:
                prepare(self.stdout.write)
            except KeyboardInterrupt:
                raise CommandError("Stopped.", returncode=130) from None
        if options["only_prepare"]:
            return
        if settings.SECURE:
            self.check(tags=[Tags.database], databases=["default"])
        companions = Companions(
            [] if options["no_worker"] else ["worker", "send_newsletters"],
            once_ready=lambda over: self.welcome(host, port, over),
            parent=parent,
        )
        workers = workers or (os.cpu_count() + 1 if settings.SECURE else 2)
        try:
            serve(host, port, workers, companions)
        finally:
            companions.stop()
        self.stdout.write("Stopped.")

    def welcome(self, host, port, over):
        """Say where everything is, once it is there."""
        while not answers(host, port) and not over.wait(0.1):
            pass
        if over.is_set():
            return
        address = settings.SITE_ADDRESS
        lines = ["", f"  The magazine   {address}/", f"  Its admin      {address}/admin/"]
        if not settings.SECURE and has_demo_staff():
            lines += ["", f"  Log in as {', '.join(logins.NAMES)}, password {logins.PASSWORD}"]
        lines += ["", f"  Data is kept in {settings.DATA_DIR}. Stop with Ctrl+C.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def serve(host, port, workers, companions):
    server = Granian(
        "magazine.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )

    @server.on_startup
    def hang_up():
        # A closed terminal ends the magazine; granian would start its processes anew.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)

    # Loaded after static files are there, and before the processes part: it is in memory once.
    application = import_module("magazine.wsgi").application
    connections.close_all()
    parent = os.getpid()

    def load():
        follow(parent)
        return application

    companions.start()
    server.serve(target_loader=load, wrap_loader=False)


def has_demo_staff():
    return User.objects.filter(username__in=logins.NAMES).exists()


def refuse_taken_port(host, port):
    if is_free(host, port):
        return
    other = next((p for p in range(port + 1, port + 100) if is_free(host, p)), port + 1)
    raise CommandError(f"Port {port} is taken. Try another one: make run PORT={other}")


def is_free(host, port):
    try:
        with socket.create_server((host, port)):
            return True
    except PermissionError as error:
        raise CommandError(f"Port {port} is for root alone. Try: make run PORT=8000") from error
    except OSError:
        return False


def answers(host, port):
    client = HTTPConnection(host, port, timeout=30)
    try:
        client.request("GET", "/", headers={"Host": settings.SITE_URL.hostname})
        client.getresponse().read()
    except OSError:
        time.sleep(0.1)
        return False
    finally:
        client.close()
    return True
