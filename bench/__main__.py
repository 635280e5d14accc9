"""Run the measurements: `python -m bench` for all, `python -m bench lesson answers` for some."""

import json
import subprocess
import sys
import time

from bench.client import Person, percentile, requests_a_second, together
from bench.report import Row, write
from bench.server import ROOT, Server, data_folder, free_port, manage

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/neike_bench"
LESSON = "/zh-hans/courses/who-is-my-internal-customer/where-the-customer-sits/"
SECONDS = 8.0
ROUNDS = 12
PEOPLE = 50
LEAST_SHARE = 0.40
SAVE_LIMIT_MS = 60.0

SESSIONS = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from people.models import User
from quizzes import actions
from quizzes.models import Quiz
store = import_module(settings.SESSION_ENGINE).SessionStore
quiz = Quiz.objects.get(key="c1-quiz")
Quiz.objects.filter(pk=quiz.pk).update(attempt_limit=None)
quiz.refresh_from_db()
rows = []
for user in User.objects.filter(username__startswith="qy").order_by("pk")[:50]:
    session = store()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    attempt = actions.start(user=user, quiz=quiz, page_key=None, language="zh-hans", now=timezone.now())
    item = attempt.items.select_related("version").filter(version__kind="single_choice").first()
    options = [option["id"] for option in item.version.content["options"]]
    rows.append([session.session_key, str(attempt.pk), item.position, options])
print(json.dumps(rows))
"""


def prepared(environment: dict[str, str]) -> list[tuple[Person, str, list[str]]]:
    """Make the demonstration company and return fifty logged-in people with a question to answer."""
    manage(environment, "prepare")
    told = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", SESSIONS],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    found = []
    for key, attempt, position, options in json.loads(told.stdout.strip().splitlines()[-1]):
        person = Person(0, {"sessionid": key})
        found.append((person, f"/zh-hans/quiz/{attempt}/{position}/", options))
    return found


def lesson() -> list[Row]:
    """Compare the lesson page with a bare logged-in view on the same server in the same run."""
    with data_folder() as environment:
        people = [person for person, _path, _options in prepared(environment)][:8]
        server = Server(environment, free_port())
        server.start()
        try:
            for person in people:
                person.port = server.port
            requests_a_second(people, LESSON, 2.0)
            bare, _p95 = requests_a_second(people, "/bench/bare/", SECONDS)
            page, p95 = requests_a_second(people, LESSON, SECONDS)
        finally:
            server.stop()
    share = page / bare
    measured = f"{share:.0%} ({page:.0f} of {bare:.0f} requests/s, p95 {p95:.0f} ms)"
    return [
        Row(
            "Lesson page against a bare logged-in view, SQLite",
            "at least 40 %",
            measured,
            share >= LEAST_SHARE,
        )
    ]


def answers() -> list[Row]:
    """Let fifty people save an answer at once, over and over, on PostgreSQL."""
    recreate_database()
    with data_folder(POSTGRESQL) as environment:
        people = prepared(environment)
        server = Server(environment, free_port())
        server.start()
        try:
            taken, wrong = _save_all(people, server.port)
        finally:
            server.stop()
    p95 = 1000 * percentile(taken, 0.95)
    measured = f"p95 {p95:.0f} ms of {len(taken)} saves, {wrong} not acknowledged"
    return [
        Row(
            "Saving an answer, 50 people at once, PostgreSQL",
            "p95 under 60 ms",
            measured,
            p95 < SAVE_LIMIT_MS and not wrong,
        )
    ]


def _save_all(people: list[tuple[Person, str, list[str]]], port: int) -> tuple[list[float], int]:
    tasks = {id(person): (path, options) for person, path, options in people}
    for person, path, _options in people:
        person.port = port
        person.request("GET", path.rsplit("/", 2)[0] + "/")

    def save(person: Person) -> list[tuple[float, bool]]:
        path, options = tasks[id(person)]
        done = []
        for seq in range(1, ROUNDS + 1):
            form = {"option": options[seq % len(options)], "seq": str(seq)}
            started = time.perf_counter()
            status, _text, _headers = person.request("POST", path, form, {"Accept": "application/json"})
            done.append((time.perf_counter() - started, status == 200))  # noqa: PLR2004 - acknowledged
            time.sleep(0.9)
        return done

    rows = [row for rows in together(save, [person for person, _path, _options in people]) for row in rows]
    return [taken for taken, _ok in rows], sum(not ok for _taken, ok in rows)


def recreate_database() -> None:
    """Make an empty database of our own; needs a PostgreSQL that answers on this machine."""
    base = ["psql", "-q", "-h", "127.0.0.1", "-U", "postgres", "-c"]
    for sentence in ("DROP DATABASE IF EXISTS neike_bench", "CREATE DATABASE neike_bench"):
        subprocess.run([*base, sentence], check=True, capture_output=True)


SCENARIOS = {"lesson": lesson, "answers": answers}


def main() -> None:
    """Run the scenarios named on the command line, all of them by default, and write the table."""
    names = sys.argv[1:] or list(SCENARIOS)
    rows = [row for name in names for row in SCENARIOS[name]()]
    for row in rows:
        print(f"{row.name}: {row.measured} (bound: {row.bound})")
    if names == list(SCENARIOS):
        write(rows)


if __name__ == "__main__":
    main()
