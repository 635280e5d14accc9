"""Sketches: holes go through a template unchanged and are filled escaped."""

from django.template import engines
from django.utils.html import format_html

from core.sketch import Drawing


def test_a_readers_words_are_escaped_and_finished_html_is_not() -> None:
    drawing = Drawing()
    template = engines["django"].from_string(
        "<p title='{{ name }}'>{{ name|linebreaksbr }}</p>{{ mark }}{{ text }}"
    )
    context = {"name": drawing.hole("name"), "mark": drawing.hole("mark", "1"), "text": drawing.hole("text")}
    sketch = drawing.cut(template.render(context), {("text",): format_html("<b>{}</b>", "written")})
    filled = sketch.fill(
        {("name",): "<img src=x onerror=alert(1)>'\"", ("mark", "1"): format_html("<i>1</i>")}
    )
    assert "<img" not in filled
    assert filled.count("&lt;img src=x onerror=alert(1)&gt;&#x27;&quot;") == 2
    assert filled.endswith("<i>1</i><b>written</b>")


def test_what_is_everybodys_is_escaped_too() -> None:
    drawing = Drawing()
    assert drawing.cut(drawing.hole("a"), {("a",): "<script>"}).fill({}) == "&lt;script&gt;"


def test_a_text_cannot_write_a_hole() -> None:
    one, other = Drawing(), Drawing()
    forged = one.hole("name")
    assert other.cut(f"{forged} {other.hole('name')}", {}).fill({("name",): "周宁"}) == f"{forged} 周宁"
