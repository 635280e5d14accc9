"""What this app adds to the authoring desk."""

from wagtail.snippets.models import register_snippet

from courses.viewsets import CoursesGroup

register_snippet(CoursesGroup)
