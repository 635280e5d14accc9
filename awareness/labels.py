"""The words for components, bands, reasons and statuses."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMPONENTS: dict[str, Promise] = {
    "P": _("Participation"),
    "K": _("Knowledge"),
    "J": _("Judgement (cases and role-plays)"),
    "S": _("Self-view"),
    "C": _("Internal customers' view"),
    "adjustment": _("Small-group adjustment"),
}
BANDS: dict[str, Promise] = {
    "FOUNDATION": _("Foundation to be laid"),
    "DEVELOPING": _("Developing"),
    "PROFICIENT": _("Proficient"),
    "LEADING": _("Leading"),
}
REASONS: dict[str, Promise] = {
    "too_little_evidence": _("Not enough components can be shown yet"),
    "neither_needed": _("Neither knowledge nor judgement can be shown yet"),
}
STATUSES: dict[str, Promise] = {
    "published": _("shown"),
    "suppressed": _("fewer than five people: not shown, counted one level up"),
    "low_coverage": _("too few people have taken part: not shown, counted one level up"),
    "no_data": _("no data yet"),
}
