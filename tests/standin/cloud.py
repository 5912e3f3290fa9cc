"""The stand-in's AWS: create, read, update and delete on the world, with refusals, faults and the journal."""

import time
from dataclasses import replace
from threading import RLock

from .accounts import Caller
from .answers import answer, half_an_answer, make_id
from .bridge import strip
from .errors import AwsError
from .faults import AFTER, BEFORE, Faults
from .journal import Entry, Journal
from .kinds import KINDS
from .refusals import admit, release
from .values import Properties
from .world import Thing, World


class HalfDoneError(Exception):
    """The thing exists, and the operation failed all the same."""

    def __init__(self, thing: Thing, reason: str) -> None:
        super().__init__(reason)
        self.thing = thing


class Cloud:
    """One world behind one lock; what is late waits outside of it, so that others go on meanwhile."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.world = World()
        self.faults = Faults()
        self.journal = Journal()
        self._quiet = 0.0
        self._heard = 0.0

    def dawdle(self, quiet: float) -> None:
        """From now on let late operations end only after a time without any call, 0 to be prompt again."""
        self._quiet = quiet

    def hear(self) -> None:
        """Note that the engine has called."""
        self._heard = time.monotonic()

    def generation(self, urn: str) -> int:
        """Count how often a resource has come into being."""
        with self.lock:
            return self.world.births.get(urn, 0)

    def create(self, kind: str, urn: str, caller: Caller, inputs: Properties) -> Thing:
        """Bring a thing into being, or refuse."""
        self._wait(KINDS[kind].late_create)
        with self.lock:
            given = strip(inputs)
            region = str(given.get("region") or given.get("vpcRegion") or caller.region)
            thing = Thing(kind, "", urn, caller.account, region, given)
            try:
                failure = self._strike("create", urn)
                admit(self.world, thing)
                thing.id = make_id(self.world, thing)
                if self.world.get(kind, thing.id):
                    raise AwsError(f"ResourceAlreadyExists: {kind} {thing.id} already exists")
                thing.outputs = half_an_answer(thing) if failure else answer(self.world, thing)
            except AwsError as error:
                self._note("create", thing, str(error))
                raise
            self.world.put(thing)
            self._note("create", thing, failure or "done")
            if failure:
                raise HalfDoneError(thing, failure)
            return thing

    def read(self, kind: str, thing_id: str) -> Thing | None:
        """Look at a thing."""
        with self.lock:
            return self.world.get(kind, thing_id)

    def update(self, kind: str, thing_id: str, urn: str, inputs: Properties) -> Thing:
        """Change a thing in place, or refuse; completes one whose creation failed half-way."""
        with self.lock:
            thing = replace(self._existing(kind, thing_id), inputs=strip(inputs), urn=urn)
            try:
                failure = self._strike("update", urn)
                admit(self.world, thing)
                thing.outputs = answer(self.world, thing)
            except AwsError as error:
                self._note("update", thing, str(error))
                raise
            self.world.put(thing)
            self._note("update", thing, failure or "done")
            if failure:
                raise HalfDoneError(thing, failure)
            return thing

    def delete(self, kind: str, thing_id: str, urn: str) -> None:
        """Remove a thing, or refuse; one that is gone already is no error, as with the real provider."""
        self._wait(KINDS[kind].late_delete)
        with self.lock:
            thing = self.world.get(kind, thing_id)
            if thing is None:
                return
            try:
                self._strike("delete", urn)
                release(thing)
                self.world.remove(thing)
            except AwsError as error:
                self._note("delete", thing, str(error))
                raise
            self._note("delete", thing, "done")

    def _wait(self, times: int) -> None:
        """Come after all that the engine can do meanwhile: when it calls no more, it waits for what is late."""
        while self._quiet and time.monotonic() - self._heard < times * self._quiet:
            time.sleep(self._quiet / 10)

    def _existing(self, kind: str, thing_id: str) -> Thing:
        thing = self.world.get(kind, thing_id)
        if thing is None:
            raise AwsError(KINDS[kind].missing.format(id=thing_id))
        return thing

    def _strike(self, operation: str, urn: str) -> str | None:
        """Fail now if that is ordered, or say why the operation is to fail once the thing exists."""
        when = self.faults.strike(operation, urn)
        if when == BEFORE:
            raise AwsError(f"RequestLimitExceeded: ordered failure of {operation}, nothing has changed")
        return f"timeout while waiting for state: ordered failure of {operation}" if when == AFTER else None

    def _note(self, operation: str, thing: Thing, outcome: str) -> None:
        self.journal.note(Entry(operation, thing.urn, thing.id, thing.kind, outcome, relies_on=tuple(thing.relies_on)))
