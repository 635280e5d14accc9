"""What a trainer can put into a lesson. Block and field names are stored schema: added, never renamed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail_localize.segments import StringSegmentValue

RICH_TEXT = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
DIAGRAMS = Path(settings.BASE_DIR) / "templates" / "diagrams"
FILMS = (".mp4", ".webm")
CAPTIONS = (".vtt",)
PRIVATE = ("checklist", "reflection")  # blocks a learner writes into


def diagram_choices() -> list[tuple[str, str]]:
    """Return the drawings that ship with the product in both languages."""
    names = sorted(path.name.removesuffix(".zh-hans.svg") for path in DIAGRAMS.glob("*.zh-hans.svg"))
    return [(name, name) for name in names if (DIAGRAMS / f"{name}.en.svg").exists()]


class CalloutBlock(blocks.StructBlock):
    """A remark set apart: from our side, from the customer's side, or neither."""

    side = blocks.ChoiceBlock(
        choices=[
            ("ours", _("Our side: what we do or think")),
            ("theirs", _("Their side: what our customer receives or thinks")),
            ("note", _("Note: neither side")),
        ],
        default="note",
        label=_("Whose side"),
    )
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.TextBlock(rows=3, label=_("Text"))

    class Meta:
        icon = "comment"
        label = _("Callout")
        label_format = "{title}"
        template = "blocks/callout.html"
        description = _("A remark set apart, coloured by whose side it speaks for.")
        preview_value = {
            "side": "theirs",
            "title": "仓库收货班长说",
            "text": "“少一列，我看不出是漏了，还是这回没有。”",
        }


class ComparisonTableBlock(TypedTableBlock):
    """A table whose first column heads its rows; scrolls sideways on a phone."""

    text = blocks.TextBlock(rows=2, label=_("Text"))

    class Meta:
        icon = "table"
        label = _("Comparison table")
        template = "blocks/table.html"
        description = _("A table with a heading row; the first column names each row.")
        preview_value = {
            "caption": "一份报告，三种用法",
            "columns": [{"type": "text", "heading": "谁"}, {"type": "text", "heading": "先看哪里"}],
            "rows": [{"values": ["产线班长", "结论"]}, {"values": ["采购", "批次号"]}],
        }

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Return caption, headings and cells for wagtail-localize, addressed by position."""
        texts = {"caption": value.caption}
        for number, column in enumerate(value.columns):
            texts[f"head-{number}"] = column["heading"]
        for number, row in enumerate(value.row_data):
            texts |= {f"cell-{number}-{place}": cell for place, cell in enumerate(row["values"])}
        return [StringSegmentValue(path, text) for path, text in texts.items() if text]

    def restore_translated_segments(
        self, value: TypedTable, segments: list[StringSegmentValue]
    ) -> TypedTable:
        """Put translated texts back into their places."""
        texts = {segment.path: segment.render_text() for segment in segments}
        value.caption = texts.get("caption", value.caption)
        for number, column in enumerate(value.columns):
            column["heading"] = texts.get(f"head-{number}", column["heading"])
        for number, row in enumerate(value.row_data):
            row["values"] = [
                texts.get(f"cell-{number}-{place}", cell) for place, cell in enumerate(row["values"])
            ]
        return value


class DescribedImageBlock(ImageBlock):
    """Wagtail's picture with alternative text, its fields named and explained."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("Picture file")
        self.child_blocks["alt_text"].field.help_text = _(
            "What the picture says, for people who do not see it; needed unless it is decoration."
        )


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text."""

    image = DescribedImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=200, required=False, label=pgettext_lazy("of a picture", "Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"
        template = "blocks/image.html"
        description = _("A picture. Say what it shows, or mark it as decoration.")


class VideoBlock(blocks.StructBlock):
    """A film file of our own; nothing is embedded from other hosts."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    film = DocumentChooserBlock(label=_("Film"), help_text=_("An .mp4 or .webm file."))
    captions = DocumentChooserBlock(
        required=False, label=_("Captions"), help_text=_("A .vtt file; needed as soon as somebody speaks.")
    )
    poster = ImageChooserBlock(required=False, label=_("Still picture"))
    transcript = blocks.TextBlock(
        rows=5,
        label=_("Transcript"),
        help_text=_("What is said and shown, for people who cannot watch or listen."),
    )

    class Meta:
        icon = "media"
        label = _("Film")
        label_format = "{title}"
        template = "blocks/video.html"
        description = _("A film file with captions and a transcript.")

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Refuse files a browser cannot play."""
        cleaned = super().clean(value)
        errors = {}
        for field, endings in (("film", FILMS), ("captions", CAPTIONS)):
            document = cleaned.get(field)
            if document and not document.filename.lower().endswith(endings):
                errors[field] = ValidationError(
                    _("Choose a file that ends in %(endings)s."), params={"endings": " / ".join(endings)}
                )
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class ChecklistBlock(blocks.StructBlock):
    """Points a learner ticks for themselves; the ticks are private and kept."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    items = blocks.ListBlock(blocks.TextBlock(rows=1), min_num=1, max_num=30, label=_("Points"))

    class Meta:
        icon = "list-ul"
        label = _("Checklist")
        label_format = "{title}"
        description = _("Points to tick. Each learner's ticks are kept and seen by nobody else.")
        template = "blocks/checklist.html"
        preview_value = {
            "title": "一行合格的三个条件",
            "items": ["谁：具体的岗位或人", "什么：一件能指着看的交付"],
        }


class ReflectionBlock(blocks.StructBlock):
    """A question a learner answers for themselves; the note is private and kept."""

    prompt = blocks.TextBlock(rows=2, label=_("Question"))
    hint = blocks.TextBlock(rows=2, required=False, label=_("Hint"))

    class Meta:
        icon = "edit"
        label = _("Reflection")
        label_format = "{prompt}"
        description = _("A question with room for a private note. Nobody but its writer can read the note.")
        template = "blocks/reflection.html"
        preview_value = {"prompt": "这周谁替你多做了一遍？", "hint": "写三样就够。"}


class DownloadBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(max_length=200, required=False, label=_("What it is for"))

    class Meta:
        icon = "download"
        label = _("Download")
        label_format = "{text}"
        template = "blocks/download.html"
        description = _("A file to take along, with its type and size.")


class DiagramBlock(blocks.StructBlock):
    """A drawing that ships with the product; uploaded SVG is never shown."""

    name = blocks.ChoiceBlock(choices=diagram_choices, label=_("Drawing"))
    title = blocks.CharBlock(max_length=160, label=_("Title"))
    description = blocks.TextBlock(
        rows=4, label=_("Description"), help_text=_("Everything the drawing says, in words.")
    )

    class Meta:
        icon = "image"
        label = _("Drawing")
        label_format = "{title}"
        template = "blocks/diagram.html"
        description = _("One of the drawings that ship with the product, in the language of the page.")

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the drawing's template in the language being shown; nothing for a name that is not ours."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        known = value["name"] in dict(diagram_choices())
        language = "en" if get_language() == "en" else "zh-hans"
        context["drawing"] = f"diagrams/{value['name']}.{language}.svg" if known else ""
        return context


class SceneBlock(blocks.StructBlock):
    """One scene of a storyboard."""

    picture = blocks.TextBlock(rows=2, label=_("What is seen"))
    narration = blocks.TextBlock(rows=2, label=_("What is said"))

    class Meta:
        icon = "media"
        label = _("Scene")
        label_format = "{narration}"


class StoryboardBlock(blocks.StructBlock):
    """A film told in scenes, to read, to act out or to shoot."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    seconds = blocks.IntegerBlock(min_value=10, max_value=1800, default=90, label=_("Length in seconds"))
    scenes = blocks.ListBlock(SceneBlock(), min_num=1, max_num=30, label=_("Scenes"))

    class Meta:
        icon = "media"
        label = _("Storyboard")
        label_format = "{title}"
        template = "blocks/storyboard.html"
        description = _("A short film told in scenes: what is seen and what is said.")


class LessonBody(blocks.StreamBlock):
    """Everything a lesson can be made of."""

    text = blocks.RichTextBlock(
        features=RICH_TEXT,
        icon="pilcrow",
        label=_("Text"),
        template="blocks/text.html",
        description=_("Running text with headings and lists."),
        preview_value="<h2>两个条件</h2><p>一位内部客户在组织内部，并且<b>接着用你的产出</b>。</p>",
    )
    callout = CalloutBlock(group=_("Reading"))
    table = ComparisonTableBlock(group=_("Reading"))
    image = PictureBlock(group=_("Pictures and films"))
    diagram = DiagramBlock(group=_("Pictures and films"))
    video = VideoBlock(group=_("Pictures and films"))
    storyboard = StoryboardBlock(group=_("Pictures and films"))
    checklist = ChecklistBlock(group=_("The learner's own notes"))
    reflection = ReflectionBlock(group=_("The learner's own notes"))
    download = DownloadBlock(group=_("Reading"))
