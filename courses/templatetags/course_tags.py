"""What the pages of courses ask for: themselves, joined with the reader's progress."""

from typing import Any

from django import template

from courses import path_queries, queries
from courses.frames import LessonFrame, preview_frame
from courses.path_queries import PathStanding
from courses.places import outlines, row_of

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_frame(context: dict[str, Any]) -> LessonFrame:
    """Return the lesson shown: what the view prepared, or in the editor's preview the unsaved page."""
    prepared = context.get("frame")
    return prepared if isinstance(prepared, LessonFrame) else preview_frame(context["page"])


@register.simple_tag(takes_context=True)
def course_frame(context: dict[str, Any]) -> queries.CourseFrame:
    """Return the course shown with the reader's progress; in the editor's preview with nobody's."""
    page, request = context["page"], context["request"]
    outline = outlines([row_of(page)])[0]
    return queries.course_frame(outline, page, request.user, preview=getattr(request, "is_preview", False))


@register.simple_tag(takes_context=True)
def path_frame(context: dict[str, Any]) -> queries.PathCard:
    """Return the learning path shown with the reader's progress."""
    page, user = context["page"], context["request"].user
    keys = [row.course.translation_key for row in page.courses.all()]
    by_key = {course.key: course for course in queries.my_courses(user)}
    return queries.path_card(page, row_of(page), keys, by_key)


@register.simple_tag(takes_context=True)
def path_standing(context: dict[str, Any]) -> PathStanding | None:
    """Return where the reader stands with the path's conditions; nothing personal in a preview."""
    request = context["request"]
    if getattr(request, "is_preview", False):
        return None
    return path_queries.path_standing(context["page"], request.user)
