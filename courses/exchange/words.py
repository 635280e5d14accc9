"""What is said about an uploaded course, in the language being shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.exchange.problems import Problem

SENTENCES: dict[str, Promise] = {
    # The file as a whole.
    "too_big": _("The file is larger than %(most)s MB. Leave films out of the course and try again."),
    "not_zip": _("This is not a zip file. Choose the file that “Export course” gave."),
    "damaged": _("The zip file is damaged or was cut off. Export the course again, or send the file again."),
    "many_members": _("The zip holds more than %(most)s files."),
    "unpacked": _("The zip holds more than %(most)s MB when unpacked."),
    "name_twice": _("The zip holds the name %(name)s twice."),
    "link": _("%(name)s is a link to another place or no plain file. A course holds only plain files."),
    "path": _("The name %(name)s leads out of the zip or holds characters that are not allowed."),
    "password": _("The zip is locked with a password. Pack it again without one."),
    "method": _("The zip is packed by a method that is not read here. Pack it as an ordinary zip."),
    "ratio": _("%(name)s would grow more than a hundredfold when unpacked. That is no course file."),
    "no_manifest": _(
        "There is no %(name)s at the top of the zip. Choose the file that “Export course” gave."
    ),
    "not_course": _("The table of contents of the zip is not that of a course."),
    "newer": _("The file was made by a newer version of this product. Update first, then import."),
    "no_course": _("The file holds no course."),
    "course_first": _("In each language one and the same course comes first, followed by its steps."),
    "too_slow": _("Reading took longer than %(most)s seconds. The file is too large or not a real course."),
    "many_parts": _("More than %(most)s parts of one kind are listed."),
    "much_text": _("The texts of the course have more than %(most)s MB."),
    "language_unknown": _("The language %(language)s is not in use here."),
    "no_container": _("There is no place for courses in this language (%(language)s) here."),
    # One file.
    "missing": _("The file is listed and missing."),
    "file_too_big": _("The file is larger than %(most)s."),
    "damaged_member": _("The file is damaged or not as large as it claims."),
    "named_twice": _("The file is listed twice."),
    "not_named": _("Nothing names this file. A zip that was repacked by hand must hold only what is listed."),
    "not_utf8": _("The text is not in UTF-8. Save it in UTF-8."),
    "not_json": _("The text is not readable as JSON from line %(line)s on."),
    "not_object": _("The text is not a JSON object."),
    "key_twice": _("A name stands twice in one JSON object."),
    "too_deep": _("The text is nested too deeply."),
    "too_much": _("The text holds too many values."),
    "characters": _("The text holds a character that cannot be kept (%(sign)s). Delete it."),
    "changed": _("The file is another one than when the course was exported. Export the course again."),
    "not_page": _("This is no page of a course: its kind or its translation key is missing or unknown."),
    "key_again": _("The short name %(key)s was used before in this file."),
    "page_twice": _("A page with “%(name)s” comes twice in this language."),
    "translation_differs": _("This page and %(other)s are said to be the same page, and are not."),
    "reference_unknown": _("“%(name)s” is named here and is not in the zip."),
    "own_prerequisite": _("The course names itself (%(key)s) as a course to finish first."),
    # One field.
    "shape": _("What stands here has another form than this field."),
    "missing_field": _("This is missing."),
    "too_long": _("“%(what)s” has %(length)s characters; at most %(most)s are possible."),
    "text_too_long": _("The text has more than %(most)s characters. Divide it."),
    "many_tags": _("The text has more than %(most)s tags. Divide it."),
    "number": _("The number is larger than %(most)s."),
    "row_twice": _("Two rows say the same: %(names)s."),
    "many_items": _("There are more than %(most)s of these."),
    "many_blocks": _("There are more than %(most)s parts in one text."),
    "many_cells": _("The table has more than %(columns)s columns or %(rows)s rows."),
    "block_unknown": _("A part of the kind “%(name)s” is not known here."),
    "ending": _("%(name)s is the wrong kind of file here; it has to end in %(endings)s."),
    "not_html": _("The formatted text is not readable as HTML."),
    # Pictures and documents.
    "svg": _("SVG drawings can hold script and are not taken. Save the picture as PNG and try again."),
    "not_picture": _("This is not a picture in PNG, JPEG, GIF or WebP, or it is damaged."),
    "pixels": _(
        "The picture has %(size)s, that is %(pixels)s million pixels; at most %(most)s million are possible. "
        "Make it smaller."
    ),
    "pixels_unknown": _("The picture has far more than %(most)s million pixels. Make it smaller."),
    "document_kind": _("Documents may be: %(endings)s."),
    # Said, and nothing in the way.
    "to_fill_in": _("This is empty and has to be filled in before publishing."),
    "field_unknown": _("“%(name)s” is not known here and is left out."),
    "file_unused": _("No page shows this file; it is left out."),
    "formatting_left_out": _("Formatting the editor does not offer is left out."),
    "link_left_out": _(
        "A link is left out and its words kept: links lead to web pages, mail addresses or pages here."
    ),
    "course_unknown": _("The course to finish first (%(key)s) is not here; it is left out."),
}


def sentence(problem: Problem) -> str:
    """Return what is wrong and what to do."""
    if "said" in problem.about:  # a field's or a graph's own check has said it in its words
        return problem.about["said"]
    return str(SENTENCES[problem.code]) % problem.about
