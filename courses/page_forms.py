"""The form of pages with a stable name: a new page is offered one that is free."""

from collections.abc import Iterable
from typing import Any

from desk.forms import CheckedPageForm


def free_key(prefix: str, taken: Iterable[str]) -> str:
    """Return the prefix with the number after the highest that is taken, such as c1m6 after c1m5."""
    endings = [key.removeprefix(prefix) for key in taken if key.startswith(prefix)]
    return f"{prefix}{1 + max((int(one) for one in endings if one.isdecimal()), default=0)}"


class KeyedPageForm(CheckedPageForm):
    """A course or a lesson; a lesson's name begins with that of its course."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" not in self.fields or self.instance.key or self.parent_page is None:
            return
        course = getattr(self.parent_page.specific, "key", "")
        prefix = f"{course}m" if course else "c"
        pages = type(self.instance)._default_manager.filter(key__startswith=prefix)
        self.initial["key"] = free_key(prefix, pages.values_list("key", flat=True))
