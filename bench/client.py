"""A small HTTP client with cookies over one kept connection, and a way to let many run at once."""

import http.client
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

Result = TypeVar("Result")
Someone = TypeVar("Someone")
SECONDS_TO_WAIT = 30


@dataclass
class Person:
    """A logged-in person: a session cookie, a CSRF token, one connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def request(
        self,
        method: str,
        path: str,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str, dict[str, str]]:
        """Send a request and return status, text and headers; raises OSError when the server is away."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_WAIT)
        head = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            **(headers or {}),
        }
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            head["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body=body, headers=head)
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise OSError("no answer") from error
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, text, dict(answer.getheaders())

    def close(self) -> None:
        """Hang up; the next request makes a new connection."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` (0-1) of the values do not exceed; raises ValueError without values."""
    if not values:
        raise ValueError("no values were measured")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def requests_a_second(people: Sequence[Person], path: str, seconds: float) -> tuple[float, float]:
    """Let everybody ask for a page over and over; return requests per second and the 95th percentile in ms.

    Raises RuntimeError when a request is answered with anything but 200.
    """
    end = time.monotonic() + seconds

    def ask(person: Person) -> list[float]:
        taken = []
        while time.monotonic() < end:
            started = time.perf_counter()
            status, _text, _headers = person.request("GET", path)
            if status != http.client.OK:
                raise RuntimeError(f"{path} answered {status}")
            taken.append(time.perf_counter() - started)
        return taken

    taken = [value for values in together(ask, people) for value in values]
    return len(taken) / seconds, 1000 * percentile(taken, 0.95)


def together(action: Callable[[Someone], Result], people: Sequence[Someone]) -> list[Result]:
    """Run an action for everybody at the same time and return the results in order."""
    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(action, people))
