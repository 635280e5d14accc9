"""Walking the stored JSON of a StreamField along its blocks, whatever they are; leaves are the visitor's."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import Document
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import Image

from courses.blocks import CAPTIONS, FILMS, VideoBlock
from courses.exchange.problems import Unfit

MOST_BLOCKS = 500
MOST_COLUMNS = 30
MOST_ROWS = 300
LONGEST_ID = 64

# (block, stored value, where it stands in words) -> the value that takes its place
Visit = Callable[[blocks.Block, Any, str], Any]


def mapped(block: blocks.Block, value: Any, visit: Visit, place: str = "") -> Any:
    """Return a stored value with every leaf replaced by what ``visit`` makes of it.

    Raises Unfit where the value has not the shape its block stores.
    """
    if isinstance(block, ImageBlock) and isinstance(value, int):  # as stored before it had a text
        value = {"image": value, "decorative": False, "alt_text": ""}
    if isinstance(block, TypedTableBlock):
        return _table(block, value, visit, place)
    if isinstance(block, blocks.BaseStreamBlock):
        return [_child(block, one, visit, f"{place} {n}".strip()) for n, one in enumerate(_many(value), 1)]
    if isinstance(block, blocks.ListBlock):
        _check_number(block, value)
        return [_item(block, one, visit, f"{place} {n}") for n, one in enumerate(_many(value), 1)]
    if isinstance(block, blocks.BaseStructBlock):
        return _struct(block, value, visit, place)
    return visit(block, value, place)


def _many(value: Any) -> list[Any]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unfit("shape")
    if len(value) > MOST_BLOCKS:
        raise Unfit("many_blocks", most=MOST_BLOCKS)
    return value


def _with_id(one: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    name = one.get("id")
    if name is None:
        return made
    if not isinstance(name, str) or not name or len(name) > LONGEST_ID:
        raise Unfit("shape")
    return {**made, "id": name}


def _child(block: Any, one: dict[str, Any], visit: Visit, place: str) -> dict[str, Any]:
    child = block.child_blocks.get(one.get("type")) if isinstance(one.get("type"), str) else None
    if child is None or "value" not in one:
        raise Unfit("block_unknown", name=one.get("type"))
    value = mapped(child, one["value"], visit, f"{place} {child.label}")
    return _with_id(one, {"type": one["type"], "value": value})


def _item(block: Any, one: dict[str, Any], visit: Visit, place: str) -> dict[str, Any]:
    if "value" not in one:
        raise Unfit("shape")
    return _with_id(one, {"type": "item", "value": mapped(block.child_block, one["value"], visit, place)})


def _check_number(block: Any, value: Any) -> None:
    most = getattr(block.meta, "max_num", None)
    if most is not None and isinstance(value, list) and len(value) > most:
        raise Unfit("many_items", most=most)


def _struct(block: Any, value: Any, visit: Visit, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unfit("shape")
    unknown = sorted(set(value) - set(block.child_blocks))
    if unknown:
        raise Unfit("block_unknown", name=unknown[0])
    _check_film(block, value)
    return {
        name: mapped(child, value[name], visit, f"{place} › {child.label}")
        for name, child in block.child_blocks.items()
        if name in value
    }


def _check_film(block: Any, value: dict[str, Any]) -> None:
    """Refuse files a browser cannot play, as the block's own form does."""
    if isinstance(block, VideoBlock):
        for field, endings in (("film", FILMS), ("captions", CAPTIONS)):
            name = value.get(field)
            if isinstance(name, str) and not name.lower().endswith(endings):
                raise Unfit("ending", name=name, endings=" / ".join(endings))


def _table(block: Any, value: Any, visit: Visit, place: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) - {"columns", "rows", "caption"}:
        raise Unfit("shape")
    columns, rows = _many(value.get("columns")), _many(value.get("rows"))
    caption = value.get("caption") or ""
    heads = [column.get("heading", "") for column in columns]
    known = all(column.get("type") in block.child_blocks for column in columns)
    if not known or not all(isinstance(text, str) for text in (caption, *heads)):
        raise Unfit("shape")
    if len(columns) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        raise Unfit("many_cells", columns=MOST_COLUMNS, rows=MOST_ROWS)
    kinds = [block.child_blocks[column["type"]] for column in columns]
    made = []
    for row in rows:
        cells = row.get("values")
        if not isinstance(cells, list) or len(cells) != len(kinds):
            raise Unfit("shape")
        pairs = zip(kinds, cells, strict=True)
        made.append({"values": [mapped(kind, cell, visit, place) for kind, cell in pairs]})
    heading = [{"type": column["type"], "heading": column.get("heading", "")} for column in columns]
    return {"columns": heading, "rows": made, "caption": caption}


def chosen_model(block: blocks.Block) -> type[Model] | None:
    """Return what a leaf lets an author choose: a picture, a document, or nothing."""
    if isinstance(block, ImageChooserBlock):
        return Image
    return Document if isinstance(block, DocumentChooserBlock) else None


def check_leaf(block: blocks.Block, value: Any) -> None:
    """Let the block itself judge a leaf's value. Raises Unfit, ``to_fill_in`` for what is only empty."""
    if value in (None, ""):
        if getattr(block, "required", False):
            raise Unfit("to_fill_in")
        return
    plain: type = bool if isinstance(block, blocks.BooleanBlock) else str
    if isinstance(block, blocks.IntegerBlock):
        plain = int
    if type(value) is not plain:
        raise Unfit("shape")
    try:
        block.clean(block.to_python(value))
    except ValidationError as error:
        raise Unfit("invalid", said=" ".join(error.messages)) from error
