"""Work that the tests of worker processes hand out: it answers, fails, goes on for ever, eats memory."""

import ctypes
import os
import re
import sqlite3
import time

import numpy as np
from scipy.sparse.linalg import eigsh

from graph.errors import BadValue
from graph.progress import Progress, Step


def echo(tick: Progress, text: str) -> bytes:
    tick(Step("echoing", 1, 2))
    print("what a library prints")
    return text.encode()


def process(_: Progress) -> bytes:
    return str(os.getpid()).encode()


def refuse(_: Progress) -> bytes:
    raise BadValue("colour='red' is not possible", "write blue")


def fail(_: Progress) -> bytes:
    raise ZeroDivisionError("by nought")


def vanish(_: Progress) -> bytes:
    os._exit(7)


def polite(tick: Progress) -> bytes:
    while True:
        tick(Step("waiting"))
        time.sleep(0.01)


def sleeping_in_c(tick: Progress) -> bytes:
    tick(Step("begun"))
    ctypes.CDLL(None).sleep(600)
    return b""


def in_a_query(tick: Progress) -> bytes:
    tick(Step("begun"))
    query = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    sqlite3.connect(":memory:").execute(query).fetchone()
    return b""


def in_scipy(tick: Progress) -> bytes:
    tick(Step("begun"))
    matrix = np.random.default_rng(1).random((3000, 3000))
    while True:
        eigsh(matrix + matrix.T, k=2900)


def holding_the_interpreter(tick: Progress) -> bytes:
    tick(Step("begun"))
    re.match(r"(a+)+$", "a" * 60 + "b")  # no other thread runs meanwhile
    return b""


def hungry(tick: Progress) -> bytes:
    eaten = []
    while True:
        eaten.append(np.ones(1 << 20))
        tick(Step("eating", len(eaten)))
        time.sleep(0.01)
