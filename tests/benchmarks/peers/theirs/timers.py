"""What a timer and a mail cost when each is a task of a queue: the acts, and both queues that run them.

A timer that fires does what ours does for one person: the step moves on, one message is written.
"""

import os
import smtplib
import threading

import psycopg
from celery import Celery
from huey import RedisHuey
from project import database

_own = threading.local()

celery = Celery("peers", broker=os.environ["PEERS_REDIS"])
celery.conf.update(
    task_ignore_result=True,
    worker_prefetch_multiplier=4,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 3600},
)
huey = RedisHuey("peers", url=os.environ["PEERS_REDIS"])


def fire(duty: int) -> None:
    """The deadline of one person has come."""
    connection = _database()
    with connection.transaction():
        connection.execute("UPDATE peer_duty SET step = step + 1 WHERE id = %s", [duty])
        connection.execute("INSERT INTO peer_ping (duty) VALUES (%s)", [duty])


def post(number: int) -> None:
    """One mail, a connection of its own, as Django's ``send_mail`` does it."""
    with smtplib.SMTP("127.0.0.1", int(os.environ["PEERS_SMTP"])) as server:
        text = f"Subject: {number}\r\n\r\nPlease confirm.\r\n"
        server.sendmail("a@peers.invalid", [f"p{number}@peers.invalid"], text)


def _database() -> "psycopg.Connection[tuple[object, ...]]":
    if not hasattr(_own, "connection"):
        own = database()
        _own.connection = psycopg.connect(
            dbname=own["NAME"], user=own["USER"], host=own["HOST"], autocommit=True
        )
    connection: psycopg.Connection[tuple[object, ...]] = _own.connection
    return connection


celery_fire = celery.task(name="fire")(fire)
celery_post = celery.task(name="post")(post)
huey_fire = huey.task(name="fire")(fire)
huey_post = huey.task(name="post")(post)
