"""Charts: what is drawn is what was given, hostile text stays text, and the bits are pinned."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from rfma_fast.reports import palette
from rfma_fast.web.charts.bars import Bar, Bin, Line, bars, histogram
from rfma_fast.web.charts.lines import Series, lines
from rfma_fast.web.charts.meter import Month, meter, strip
from rfma_fast.web.charts.sankey import Node, Ribbon, sankey
from rfma_fast.web.charts.scale import marks
from rfma_fast.web.charts.svg import picture, tag
from rfma_fast.web.charts.treemap import Box, Branch, Leaf, boxes, treemap

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<img src=x onerror="alert(1)">&\'"</svg><script>'


def shown(value: float) -> str:
    return f"{value:g}"


def drawn_bars(label: str = "10%") -> Markup:
    items = [Bar(label, 8, "8"), Bar("20%", 21, "21"), Bar("30%", 0, "0")]
    return bars(items, "Deciles", "of recency", shown=shown)


def drawn_histogram(label: str = "21") -> Markup:
    bins = [Bin(0, 10, 4, "0 … 9: 4"), Bin(10, 20, 0, "none"), Bin(20, 30, 7, "20 … 29: 7")]
    return histogram(bins, [Line(21, label), Line(300, "beyond")], "R", "days", shown=shown)


def drawn_treemap(label: str = "11") -> Markup:
    hot = Branch("hot", (Leaf(label, 300, "w1", "300 · 60%"), Leaf("12", 100, "w1", "100 · 20%")))
    cold = Branch("cold", (Leaf("43", 100, "w5", "100 · 20%"), Leaf("44", 0, "w5", "0")))
    return treemap([cold, hot, Branch("empty", ())], "Base", "areas are cards")


def drawn_sankey(label: str = "hot") -> Markup:
    before = [Node("1", label, 30, "30", "w1"), Node("new", "new", 10, "10", "w0")]
    after = [Node("1", "hot", 15, "15", "w1"), Node("5", "cold", 25, "25", "w5")]
    ribbons = [Ribbon("1", "5", 20, "20"), Ribbon("1", "1", 10, "10"), Ribbon("new", "1", 5, "5"),
               Ribbon("new", "5", 5, "5")]  # fmt: skip
    return sankey(before, after, ribbons, "Flows", "two dates")


def drawn_lines(label: str = "cards") -> Markup:
    one = Series(label, (1, None, 3), "quantity", ((0.5, 1.5), None, (2, 4)))
    return lines(["Jan", "Feb", "Mar"], [one, Series("b", (3, 3, 3), "w0")], "t", "d", shown=shown)


def drawn_strip(label: str = "1121") -> Markup:
    months = [Month("01.22", label, "w1", "January"), Month("02.22", "—", "w0", "not yet")]
    return strip(months, "Path", "classes")


DRAWN: dict[str, Callable[..., Markup]] = {
    "bars": drawn_bars,
    "histogram": drawn_histogram,
    "treemap": drawn_treemap,
    "sankey": drawn_sankey,
    "lines": drawn_lines,
    "strip": drawn_strip,
}
every = pytest.mark.parametrize("name", DRAWN)


def parsed(chart: str) -> ElementTree.Element:
    return ElementTree.fromstring(chart)


@every
def test_a_chart_is_what_is_pinned(name: str, pytestconfig: pytest.Config) -> None:
    file = GOLDEN / f"{name}.svg"
    chart = str(DRAWN[name]()).replace("><", ">\n<") + "\n"
    if pytestconfig.getoption("--regenerate-golden", default=False):
        file.write_text(chart, encoding="utf-8")
    assert chart == file.read_text(encoding="utf-8")


def test_no_pinned_chart_is_left_over() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {f"{name}.svg" for name in DRAWN}


@every
def test_a_chart_has_a_role_a_title_and_a_description_and_no_inline_style(name: str) -> None:
    root = parsed(DRAWN[name]())
    assert root.get("role") == "img"
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text
    assert description.text
    assert not [one for one in root.iter() if one.get("style") or one.get("onclick")]


@every
def test_hostile_text_stays_text(name: str) -> None:
    root = parsed(DRAWN[name](HOSTILE))
    assert {one.tag for one in root.iter()} <= {
        f"{SVG}{tag}"
        for tag in ("svg", "g", "title", "desc", "rect", "text", "tspan", "line", "path",
                    "polyline", "polygon", "circle")
    }  # fmt: skip
    assert any(HOSTILE[:10] in text for text in root.itertext())


def test_bars_are_as_tall_as_their_values() -> None:
    rects = list(parsed(drawn_bars()).iter(f"{SVG}rect"))
    tall = [float(rect.get("height", 0)) for rect in rects]
    assert tall[0] / tall[1] == pytest.approx(8 / 21, rel=1e-3)
    assert tall[2] == 0


def test_a_border_is_drawn_at_its_value_and_one_beyond_the_end_at_the_end() -> None:
    root = parsed(drawn_histogram())
    borders = [one for one in root.iter(f"{SVG}line") if one.get("class") == "border"]
    first, second = (float(border.get("x1", 0)) for border in borders)
    rects = [float(rect.get("x", 0)) for rect in root.iter(f"{SVG}rect")]
    width = rects[1] - rects[0]
    assert first == pytest.approx(rects[2] + width / 10, abs=0.02)
    assert second == pytest.approx(rects[2] + width, abs=0.02)


def test_the_ribbons_of_a_group_fill_it_on_both_sides() -> None:
    root = parsed(drawn_sankey())
    nodes = {one.get("class"): float(one.get("height", 0)) for one in root.iter(f"{SVG}rect")}
    thick = {"w1": 0.0, "w0": 0.0}
    for path in root.iter(f"{SVG}path"):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path.get("d", ""))]
        kind = str(path.get("class")).split()[1]
        thick[kind] += numbers[8] - numbers[7]
    assert thick["w0"] == pytest.approx(nodes["w0"], abs=0.05)
    # Hot stands at both dates; the rectangle seen last is the second one, half as tall.
    assert thick["w1"] == pytest.approx(2 * nodes["w1"], abs=0.05)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=20), st.integers(50, 900))
def test_the_boxes_of_a_treemap_fill_it_and_their_areas_are_the_sizes(
    sizes: list[int], width: int
) -> None:
    sizes = sorted(sizes, reverse=True)
    whole = Box(10, 20, width, 300)
    found = boxes(sizes, whole)
    per_card = width * 300 / sum(sizes)
    for size, box in zip(sizes, found, strict=True):
        assert box.width * box.height == pytest.approx(size * per_card, rel=1e-6)
        assert box.x >= 10 - 1e-6
        assert box.y >= 20 - 1e-6
        assert box.x + box.width <= 10 + width + 1e-6
        assert box.y + box.height <= 320 + 1e-6
    for one, other in combinations(found, 2):
        overlap_x = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        overlap_y = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert min(overlap_x, overlap_y) < 1e-6


def test_empty_groups_and_parts_are_left_out_of_a_treemap() -> None:
    texts = set(parsed(drawn_treemap()).itertext())
    assert "44" not in texts
    assert "empty" not in texts
    assert {"hot", "cold", "11", "12", "43"} <= texts


def test_a_missing_value_leaves_a_gap_and_never_a_zero() -> None:
    root = parsed(drawn_lines())
    line = next(one for one in root.iter(f"{SVG}polyline"))
    assert len(str(line.get("points")).split()) == 2
    assert "None" not in str(drawn_lines())


@given(st.just(0.0) | st.floats(0.01, 1e9))
def test_marks_begin_at_zero_rise_evenly_and_reach_the_largest_value(largest: float) -> None:
    found = marks(largest)
    assert found[0] == 0
    assert found[-1] >= largest * 0.999
    assert len(found) <= 9
    steps = {round(b - a, 6) for a, b in pairwise(found)}
    assert len(steps) == 1


def test_a_meter_is_filled_to_its_share_and_never_beyond() -> None:
    def filled(share: float) -> float:
        return float(re.findall(r'width="([\d.]+)"', str(meter(share)))[1])

    whole = filled(1)
    assert filled(0.5) == pytest.approx(whole / 2)
    assert (filled(2), filled(-1)) == (whole, 0)


def test_the_five_warmths_can_be_told_apart_without_green() -> None:
    """Pairwise CIE76 distance under deuteranopia (Machado and others 2009) is at least 20."""
    colours = [*palette.WARMTH.values(), palette.NO_WARMTH]
    for one, other in combinations(colours, 2):
        assert distance(one, other) >= 20, (one, other)


def test_text_on_a_colour_of_warmth_can_be_read() -> None:
    inks = {1: palette.PAPER, 2: palette.INK, 3: palette.INK, 4: palette.PAPER, 5: palette.PAPER}
    for warmth, ink in inks.items():
        light = sorted([luminance(palette.WARMTH[warmth]), luminance(ink)])
        assert (light[1] + 0.05) / (light[0] + 0.05) >= 4.5, warmth


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def distance(one: str, other: str) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5)


def lab(colour: str) -> tuple[float, float, float]:
    deuteranopia = [
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ]
    given_ = linear(colour)
    seen = [
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, given_, strict=True))))
        for row in deuteranopia
    ]
    xyz = (
        (0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047,
        0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2],
        (0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_an_attribute_and_a_text_are_escaped() -> None:
    chart = picture(10, 10, HOSTILE, HOSTILE, [tag("text", HOSTILE, class_=HOSTILE)])
    root = parsed(chart)
    assert [root[0].text, root[1].text, root[2].text] == [HOSTILE] * 3
    assert root[2].get("class") == HOSTILE
