"""What every office of a run compiles alike, compiled once for each worker.

A served office compiles its statements and addresses once and keeps them; a test makes an office
of its own, and compiling took more of the run than what the tests are about.
"""

from collections.abc import Hashable
from types import MethodType
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS: LRUCache[Any, Any] = LRUCache(4000)
ADDRESSES: dict[Hashable, Rule] = {}


class _Alike:
    """A dialect that equals every other of its class, so that they share what was compiled."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=STATEMENTS)


class Sqlite(_Alike, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class Postgresql(_Alike, PGDialect_psycopg):
    supports_statement_cache = True


class KnownRule(Rule):
    """An address that is parsed and made into code once; what it holds depends on it alone."""

    def compile(self) -> None:
        key = (self.rule, self.subdomain, self.host, self.merge_slashes, repr(self.defaults))
        known = ADDRESSES.get(key)
        if known is None:
            super().compile()
            ADDRESSES[key] = self
            return
        self._parts, self._trace = known._parts, known._trace
        self._converters, self.arguments = known._converters, known.arguments
        self._build = MethodType(known._build.__func__, self)
        self._build_unknown = MethodType(known._build_unknown.__func__, self)


def compile_once() -> None:
    """Let every engine and every office that this process makes share what is compiled."""
    registry.register("sqlite", __name__, Sqlite.__name__)
    registry.register("postgresql.psycopg", __name__, Postgresql.__name__)
    Flask.url_rule_class = KnownRule
