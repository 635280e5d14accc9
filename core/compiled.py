"""Queries of the hottest paths, compiled once per process: building the SQL costs more than running it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet

Raw = tuple[Any, ...]
Compilation = tuple[str, Sequence[Any], list[tuple[int, list[Any], Any]]]


class Slot(Expression):
    """The place of a value that is given when the query runs; use it in filters in place of the value."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the placeholder with this slot itself as its parameter."""
        return "%s", (self,)

    def adapted(self, values: dict[str, Any]) -> Any:
        """Return the value for this place as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Compiled:
    """A ``values_list`` query with slots; ``build`` is called once, when the query first runs."""

    def __init__(self, build: "Callable[[], QuerySet[Any, Any]]") -> None:
        self._build = build
        self._compilation: Compilation | None = None

    def raw(self, **values: Any) -> tuple[Raw, ...]:
        """Run the query and return its rows as the driver gives them: enough to see whether they changed."""
        sql, parameters, _converters = self._compiled()
        with connection.cursor() as cursor:
            cursor.execute(sql, [p.adapted(values) if isinstance(p, Slot) else p for p in parameters])
            return tuple(map(tuple, cursor.fetchall()))

    def rows(self, **values: Any) -> list[list[Any]]:
        """Run the query and return its rows with Python's values."""
        return self.converted(self.raw(**values))

    def converted(self, raw: Iterable[Raw]) -> list[list[Any]]:
        """Return raw rows of this query with Python's values."""
        _sql, _parameters, converters = self._compiled()
        rows = [list(row) for row in raw]
        for place, functions, expression in converters:
            for row in rows:
                for function in functions:
                    row[place] = function(row[place], expression, connection)
        return rows

    def _compiled(self) -> Compilation:
        if self._compilation is None:
            compiler = self._build().query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            columns = [column for column, _sql, _alias in compiler.select]
            converters = [
                (place, functions, expression)
                for place, (functions, expression) in compiler.get_converters(columns).items()
            ]
            self._compilation = (sql, parameters, converters)
        return self._compilation
