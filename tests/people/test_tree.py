"""Preorder numbers, circles, paths."""

from hypothesis import given
from hypothesis import strategies as st

from people.tree import Place, circle_in, number, path_name, path_to

COMPANY = {"CO": None, "Q": "CO", "Q1": "Q", "Q2": "Q", "P": "CO"}


def test_it_works() -> None:
    assert number(COMPANY) == {
        "CO": Place(1, 5, 0),
        "Q": Place(2, 4, 1),
        "Q1": Place(3, 3, 2),
        "Q2": Place(4, 4, 2),
        "P": Place(5, 5, 1),
    }


def test_a_circle_is_found_and_gets_no_place() -> None:
    parents = {"A": None, "B": "C", "C": "B", "D": "C"}
    assert set(circle_in(parents)) == {"B", "C"}
    assert set(number(parents)) == {"A"}


def test_a_department_that_belongs_to_itself_is_a_circle() -> None:
    assert circle_in({"A": "A"}) == ["A"]


def test_an_unknown_parent_is_no_circle() -> None:
    assert circle_in({"A": "missing"}) == []


def test_paths() -> None:
    names = {"CO": "青榆设备", "Q": "质量部", "Q1": "来料检验组"}
    assert path_to("Q1", COMPANY) == ["CO", "Q", "Q1"]
    assert path_name("Q1", COMPANY, names) == "青榆设备 / 质量部 / 来料检验组"
    assert path_to("B", {"B": "C", "C": "B"}) == ["C", "B"]


def test_a_very_deep_tree_needs_no_recursion() -> None:
    chain: dict[int, int | None] = {0: None, **{step: step - 1 for step in range(1, 5000)}}
    assert number(chain)[4999] == Place(5000, 5000, 4999)
    assert circle_in(chain) == []


@st.composite
def trees(draw: st.DrawFn) -> dict[int, int | None]:
    size = draw(st.integers(1, 30))
    return {key: draw(st.integers(0, key - 1)) if key else None for key in range(size)}


@given(trees())
def test_a_range_holds_exactly_the_departments_below(parents: dict[int, int | None]) -> None:
    places = number(parents)
    assert sorted(place.pre for place in places.values()) == list(range(1, len(parents) + 1))
    for key, place in places.items():
        inside = {other for other, spot in places.items() if place.pre <= spot.pre <= place.last}
        assert inside == {other for other in parents if key in path_to(other, parents)}
        assert place.depth == len(path_to(key, parents)) - 1
