"""Words and drawings for the index screens."""

from decimal import Decimal

from django import template
from django.utils.functional import Promise

from awareness.labels import BANDS, COMPONENTS, REASONS, STATUSES

register = template.Library()


@register.filter
def component_label(letter: str) -> str | Promise:
    """Return a component's name."""
    return COMPONENTS.get(letter, letter)


@register.filter
def band_label(band: str) -> str | Promise:
    """Return a band's name."""
    return BANDS.get(band, band)


@register.filter
def reason_label(reason: str) -> str | Promise:
    """Return the sentence why there is no index."""
    return REASONS.get(reason, reason)


@register.filter
def status_label(status: str) -> str | Promise:
    """Return the words for a component's status."""
    return STATUSES.get(status, status)


@register.filter
def signed(value: Decimal) -> str:
    """Return a change with its sign, a real minus."""
    return f"+{value}" if value >= 0 else f"−{-value}"


@register.filter
def quarter_label(period: str) -> str:
    """Return ``2026Q4`` as people read it."""
    return f"{period[:4]} Q{period[-1]}"


@register.inclusion_tag("components/whisker.html")
def whisker(value: Decimal, low: Decimal, high: Decimal) -> dict[str, Decimal]:
    """Draw a value with its interval on a 0-100 axis."""
    return {"value": value, "low": low, "high": high, "width": high - low}
