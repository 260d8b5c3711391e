"""A process that bears sending workers on demand, so that killing one costs no start of Django.

It reads lines: “bear” answers with the process id of a new worker, and nothing else is understood.
"""

import os
import signal
import sys
from datetime import timedelta

import django

LEASE = timedelta(seconds=3)


def main():
    django.setup()
    from newsletter.sending.worker import Worker

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            worker = Worker(lease=LEASE, batch=20, nap=0.2)
            signal.signal(signal.SIGTERM, worker.stop)
            worker.run()
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    main()
