"""Whose turn it is: the order of the waiting jobs, read and changed on DBOS's own table.

DBOS fixes a job's priority when the job is enqueued. Fairness needs to know what waits at that
moment, and pausing and moving change it later, so this file speaks SQL to the table that DBOS
documents (`workflow_status`). Every change names the status it expects: a job that has started
meanwhile is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy

PAUSED = "paused"
"""Name of a queue that nobody takes jobs from."""
PLACES = 1_000
"""Owners that a round can tell apart; more than that come in any order."""
BUSY_TIMEOUT_S = 15.0


class Turns:
    """The waiting jobs of one database.

    Args:
        url: of the database, SQLite or PostgreSQL.
        workflow: DBOS's name of our one workflow.
    """

    def __init__(self, url: str, workflow: str) -> None:
        address = sqlalchemy.make_url(url)
        is_sqlite = address.get_backend_name() == "sqlite"
        if not is_sqlite:
            address = address.set(drivername="postgresql+psycopg")
        options: dict[str, Any] = {"timeout": BUSY_TIMEOUT_S} if is_sqlite else {}
        self._engine = sqlalchemy.create_engine(address, connect_args=options)
        self._table = "workflow_status" if is_sqlite else "dbos.workflow_status"
        self._workflow = workflow

    def next_turn(self, owner: str, queue: str) -> int:
        """Give the turn of an owner's next job: after the owner's last, and not in the past.

        Start-time fair queueing (Goyal, Vin, Cheng 1996) with every job costing one: the owners of
        a queue take turns, however many jobs one of them has sent. A turn is a round and, within
        it, the order of arrival: DBOS breaks ties by a time that SQLite keeps in whole seconds.
        """
        ((running, first, mine),) = self._read(
            "SELECT (SELECT MAX(priority) FROM {t}"
            "  WHERE name=:w AND queue_name=:q AND status='PENDING'),"
            " (SELECT MIN(priority) FROM {t}"
            "  WHERE name=:w AND queue_name=:q AND status='ENQUEUED'),"
            " (SELECT MAX(priority) FROM {t}"
            "  WHERE name=:w AND authenticated_user=:o AND status IN ('ENQUEUED','PENDING'))",
            w=self._workflow,
            q=queue,
            o=owner,
        )
        now = (running or first or PLACES) // PLACES
        start = max(now, (mine or 0) // PLACES + 1) * PLACES
        ((last,),) = self._read(
            "SELECT MAX(priority) FROM {t} WHERE name=:w AND status IN ('ENQUEUED','PENDING')"
            " AND priority>=:a AND priority<:b",
            w=self._workflow,
            a=start,
            b=start + PLACES - 1,
        )
        return start if last is None else int(last) + 1

    def waiting(self) -> list[tuple[str, str, str]]:
        """Give (job id, queue, owner) of all that waits, in the order in which it will run."""
        return [
            (row[0], row[1] or "", row[2] or "")
            for row in self._read(
                "SELECT workflow_uuid, queue_name, authenticated_user FROM {t}"
                " WHERE name=:w AND status='ENQUEUED' ORDER BY priority, created_at",
                w=self._workflow,
            )
        ]

    def pause(self, job_id: str) -> int | None:
        """Set a waiting job aside and give its turn; None when it does not wait."""
        with self._engine.begin() as connection:
            row = connection.execute(
                self._text(
                    "UPDATE {t} SET queue_name=:p WHERE workflow_uuid=:j AND status='ENQUEUED'"
                    " RETURNING priority"
                ),
                {"p": PAUSED, "j": job_id},
            ).first()
        return None if row is None else int(row[0])

    def resume(self, job_id: str, queue: str, turn: int) -> bool:
        """Let a paused job wait again; tells whether it was paused."""
        return self._change(
            "UPDATE {t} SET queue_name=:q, priority=:n"
            " WHERE workflow_uuid=:j AND status='ENQUEUED' AND queue_name=:p",
            q=queue,
            n=turn,
            j=job_id,
            p=PAUSED,
        )

    def swap(self, one: str, other: str) -> bool:
        """Let two waiting jobs change places; tells whether both still wait."""
        return self._change(
            "UPDATE {t} SET priority=(SELECT SUM(priority) FROM {t} WHERE workflow_uuid IN (:a,:b))"
            " - priority WHERE workflow_uuid IN (:a,:b) AND status='ENQUEUED'"
            " AND 2=(SELECT COUNT(*) FROM {t} WHERE workflow_uuid IN (:a,:b)"
            "  AND status='ENQUEUED')",
            a=one,
            b=other,
        )

    def move_all(self, old: str, new: str) -> bool:
        """Move what waits in one queue to another; tells whether there was anything."""
        return self._change(
            "UPDATE {t} SET queue_name=:n WHERE name=:w AND status='ENQUEUED' AND queue_name=:o",
            n=new,
            w=self._workflow,
            o=old,
        )

    def num_active(self) -> int:
        """Give how many jobs wait or run."""
        statement = (
            "SELECT COUNT(*) FROM {t} WHERE name=:w AND status IN ('ENQUEUED','PENDING')"
            " AND COALESCE(queue_name,'')<>:p"
        )
        return int(self._read(statement, w=self._workflow, p=PAUSED)[0][0])

    def runners(self) -> set[str]:
        """Give the names of the processes that have started jobs and not ended them."""
        rows = self._read(
            "SELECT DISTINCT executor_id FROM {t} WHERE name=:w AND status='PENDING'",
            w=self._workflow,
        )
        return {row[0] for row in rows if row[0]}

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def _text(self, statement: str) -> sqlalchemy.TextClause:
        return sqlalchemy.text(statement.replace("{t}", self._table))

    def _read(self, statement: str, **values: object) -> Sequence[Any]:
        with self._engine.connect() as connection:
            return connection.execute(self._text(statement), values).fetchall()

    def _change(self, statement: str, **values: object) -> bool:
        with self._engine.begin() as connection:
            return connection.execute(self._text(statement), values).rowcount > 0
