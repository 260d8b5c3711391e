"""Runs a piece of work in a process of its own and says what it took."""

import multiprocessing
import resource
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

FORK = multiprocessing.get_context("fork")


@dataclass
class Took:
    seconds: float
    processor: float
    megabytes: float  # above what the process had at rest
    result: object = None


def took(work, *arguments):
    """What the work takes, in one process that does nothing else."""
    connection.close()
    mine, its = FORK.Pipe()
    process = FORK.Process(target=_measured, args=[its, work, arguments])
    process.start()
    its.close()
    try:
        found = mine.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__} did not end well") from None
    process.join()
    return found


def side_by_side(count, work, *arguments):
    """Seconds until so many processes have done the work together."""
    connection.close()
    workers = [FORK.Process(target=_alone, args=[work, arguments]) for _ in range(count)]
    begun = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        if worker.exitcode:
            raise RuntimeError(f"{work.__name__} did not end well")
    return time.perf_counter() - begun


def _alone(work, arguments):
    work(*arguments)
    connection.close()


def _measured(pipe, work, arguments):
    connection.ensure_connection()
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak that was inherited
    rest, processor, begun = _memory("VmRSS"), _processor(), time.perf_counter()
    result = work(*arguments)
    seconds = time.perf_counter() - begun
    grown = (_memory("VmHWM") - rest) / 1024
    pipe.send(Took(seconds, _processor() - processor, grown, result))
    connection.close()


def _memory(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])


def _processor():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def median(values):
    return statistics.median(values)
