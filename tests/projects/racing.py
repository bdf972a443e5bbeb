"""Writers at once: each with a connection of its own, as each worker of a server has."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection

from projects.models import Grant
from promotion.guards.sentences import name_of

fork = multiprocessing.get_context("fork")
WON = "won"


def in_processes(tasks: list[Callable[[], object]]) -> list:
    """What the tasks return, each run by a process of its own, all starting together."""
    connection.close()
    start, answers = fork.Barrier(len(tasks)), fork.SimpleQueue()

    def run(number: int, task: Callable[[], object]) -> None:
        Grant.objects.exists()  # connected before the start
        start.wait(60)
        try:
            answers.put((number, task()))
        except BaseException as fault:
            answers.put((number, repr(fault)))
        connection.close()

    processes = [fork.Process(target=run, args=pair) for pair in enumerate(tasks)]
    for process in processes:
        process.start()
    said = dict(answers.get() for _ in processes)
    for process in processes:
        process.join(60)
    return [said[number] for number in range(len(tasks))]


def in_threads(calls: list[Callable[[], object]]) -> list:
    """What the calls give, all begun at the same moment in threads: where answers do not pickle."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        start.wait(60)
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def answer_to(write: Callable[[], object]) -> str:
    """ "won", or the name of the rule that refused; a fault of the database as it stands."""
    try:
        write()
    except ValidationError as refusal:
        first = next(iter(refusal.error_dict.values()))[0] if is_by_field(refusal) else refusal
        return first.code or " ".join(first.messages)
    except IntegrityError as error:
        return name_of(error)
    except OperationalError as error:
        return str(error)
    return WON


def is_by_field(refusal: ValidationError) -> bool:
    return hasattr(refusal, "error_dict")


def race(*sides: Callable[[int], object], rounds: int) -> list[tuple[str, ...]]:
    """For each round what every side was answered; within a round all of them start together."""
    gates = fork.Barrier(len(sides))

    def run(side: Callable[[int], object]) -> list[str]:
        said = []
        for number in range(rounds):
            gates.wait(60)
            said.append(answer_to(partial(side, number)))
        return said

    return list(zip(*in_processes([partial(run, side) for side in sides]), strict=True))
