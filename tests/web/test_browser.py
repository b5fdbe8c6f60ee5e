"""The pages in a real Chromium: live and as one file, by mouse and keyboard, on paper and a phone.

The fixture fails a test on any console error, policy report or request to elsewhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from commands.fixtures import EARLIER, Rfma, write_rows

from rfma_fast import open_store
from rfma_fast.i18n.formats import number, share
from rfma_fast.web.site import PAGES
from web.conftest import Open, Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

DARK = {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 800}}


@pytest.fixture(scope="module")
def report_file(chain: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the small chain as one file."""
    from rfma_fast.web.answers import Answers
    from rfma_fast.web.asked import Asked
    from rfma_fast.web.report import report_of
    from rfma_fast.web.site import Site

    site = Site(Answers(str(chain)), Asked(), live=False, schemes=("rfma",))
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(report_of(site), encoding="utf-8")
    return file


@pytest.mark.parametrize("more", [{}, DARK, PHONE], ids=["", "dark", "phone"])
def test_every_page_opens_and_none_is_wider_than_its_window(
    opened: Open, live: str, more: dict[str, object]
) -> None:
    shown = opened(f"{live}/overview", **more)
    for page in PAGES:
        shown.goto(f"{live}/{page}?lang=ru")
        assert shown.locator("h1").inner_text() != ""
        inside, window = shown.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert inside <= window, page
        assert shown.locator("footer").inner_text().count("\n") == 1, page


def test_the_dark_scheme_is_dark(opened: Open, live: str) -> None:
    def ground(**more: object) -> int:
        shown = opened(f"{live}/definitions", **more)
        colour = shown.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    assert ground(color_scheme="dark") < 150 < 600 < ground(color_scheme="light")


def test_figures_on_the_overview_are_the_analysis(opened: Open, live: str, chain: Path) -> None:
    found = open_store(chain).overview()
    shown = opened(f"{live}/overview")
    tiles = shown.locator(".tile .figure").all_inner_texts()
    revenue = found.all.revenue / 100
    unidentified = found.all.unidentified_cheques_share
    assert unidentified is not None
    assert tiles == [
        number(found.all.cheques),
        share(1 - unidentified),
        number(found.cards),
        number(revenue / found.all.cheques),
        number(revenue),
    ]
    shown.get_by_role("tab", name="Shops").click()
    rows = shown.get_by_role("tabpanel", name="Shops").locator("table").first.locator("tbody tr")
    assert rows.count() == len(found.shops)
    for place, (shop, trade) in enumerate(found.shops.items()):
        cells = rows.nth(place).locator("td").all_inner_texts()
        assert cells[:3] == [shop, number(trade.cheques), number(trade.revenue / 100)]


def test_figures_on_the_final_page_are_the_segmentation(
    opened: Open, live: str, chain: Path
) -> None:
    level = open_store(chain).segment().level("region")
    shown = opened(f"{live}/final")
    table = shown.get_by_role("region", name="By region").locator("tbody tr")
    told = [table.nth(i).locator("td").all_inner_texts()[:3] for i in range(table.count())]
    assert told == [
        [row["code"], row["name"], number(row["cards"])] for row in level.iter_rows(named=True)
    ]


def test_figures_of_the_matrix_are_the_migration(opened: Open, live: str, chain: Path) -> None:
    cells = open_store(chain).migrate(EARLIER).cells("warmth")
    shown = opened(f"{live}/migration?first={EARLIER}&level=warmth")
    told = shown.locator("table.matrix .big").all_inner_texts()
    assert sorted(told) == sorted(number(cards) for cards in cells.get_column("cards"))
    foot = shown.locator("table.matrix tfoot td").all_inner_texts()
    assert foot[-1] == number(int(cells.get_column("cards").sum()))


def test_a_cell_of_the_matrix_leads_to_its_cards(opened: Open, live: str, chain: Path) -> None:
    cards = open_store(chain).migrate(EARLIER).cards("warmth", "1", "1")
    shown = opened(f"{live}/migration?first={EARLIER}&level=warmth")
    shown.locator("table.matrix td.same a").first.click()
    shown.wait_for_url("**source=1&target=1*")
    listed = shown.get_by_role("region", name=re.compile("From 1 hot to 1 hot")).locator("tbody tr")
    assert listed.first.locator("td").first.inner_text() == cards.item(0, "card")
    listed.first.locator("a").click()
    shown.wait_for_url("**/final?*card=*")
    assert cards.item(0, "card") in shown.locator("h2").first.inner_text()


def test_a_card_is_looked_up_by_its_number(opened: Open, live: str, chain: Path) -> None:
    row = open_store(chain).segment().table().sort("cheques", descending=True).row(0, named=True)
    shown = opened(f"{live}/final")
    shown.get_by_label("Card number").fill(row["card"])
    shown.get_by_role("button", name="Show").first.click()
    shown.wait_for_url(f"**card={row['card']}*")
    facts = shown.locator("dl.words").first.inner_text()
    assert row["class"] in facts
    assert row["region"] in facts
    strip = shown.locator("svg.chart text").all_text_contents()
    assert row["class"] in strip


def test_tried_borders_stand_in_the_address_and_show_what_they_would_do(
    opened: Open, live: str, chain: Path
) -> None:
    moved, _ = open_store(chain).what_if({"R": (10, 20, 30)}).moved("region")
    shown = opened(f"{live}/thresholds?set=R%3D10,20,30")
    assert shown.locator(".tile .figure").first.inner_text() == number(moved)


def test_a_filter_applies_at_once_and_stands_in_the_address(opened: Open, live: str) -> None:
    shown = opened(f"{live}/final")
    shown.get_by_label("Level").select_option("warmth")
    shown.wait_for_url("**level=warmth*")
    assert shown.get_by_label("Level").input_value() == "warmth"
    assert shown.get_by_role("region", name="By warmth").count() == 1


def test_the_language_is_one_click_away_and_keeps_the_filters(opened: Open, live: str) -> None:
    shown = opened(f"{live}/final?level=warmth")
    shown.get_by_role("link", name="Русский").click()
    shown.wait_for_url("**lang=ru*")
    assert "level=warmth" in shown.url
    assert shown.locator("html").get_attribute("lang") == "ru"
    shown.get_by_role("link", name="Миграция").click()
    shown.wait_for_url("**/migration?lang=ru")
    assert shown.locator("h1").inner_text() == "Миграция"


def test_tabs_are_moved_by_the_keyboard(opened: Open, live: str) -> None:
    shown = opened(f"{live}/thresholds")
    first = shown.get_by_role("tab").first
    first.focus()
    assert first.get_attribute("aria-selected") == "true"
    shown.keyboard.press("ArrowRight")
    second = shown.get_by_role("tab").nth(1)
    assert second.get_attribute("aria-selected") == "true"
    assert second.evaluate("one => one === document.activeElement")
    assert shown.locator("[role=tabpanel]:not([hidden])").count() == 1
    shown.keyboard.press("End")
    assert shown.get_by_role("tab").last.get_attribute("aria-selected") == "true"
    shown.keyboard.press("ArrowRight")
    assert first.get_attribute("aria-selected") == "true"


def test_the_first_thing_that_the_keyboard_reaches_skips_to_the_content(
    opened: Open, live: str
) -> None:
    shown = opened(f"{live}/overview")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "main"


def test_a_table_is_sorted_by_value_never_by_the_shown_text(opened: Open, live: str) -> None:
    shown = opened(f"{live}/final?level=cluster&lang=ru")
    region = shown.get_by_role("region", name=re.compile("Разрез")).first
    region.get_by_role("button", name="Карт", exact=True).click()
    values = region.locator("tbody tr td:nth-child(3)")
    numbers = [float(str(values.nth(i).get_attribute("data-value"))) for i in range(values.count())]
    assert numbers == sorted(numbers, reverse=True)
    region.get_by_role("button", name=re.compile("^Карт")).click()
    numbers = [float(str(values.nth(i).get_attribute("data-value"))) for i in range(values.count())]
    assert numbers == sorted(numbers)


def test_a_download_is_the_file(opened: Open, live: str, chain: Path, tmp_path: Path) -> None:
    shown = opened(f"{live}/final")
    with shown.expect_download() as caught:
        shown.get_by_role("link", name="All cards, CSV").click()
    file = tmp_path / "cards.csv"
    caught.value.save_as(file)
    told = pl.read_csv(file, schema_overrides={"card": pl.String})
    table = open_store(chain).segment().table()
    assert told.get_column("card").to_list() == table.get_column("card").to_list()
    assert caught.value.suggested_filename == "rfma-cards.csv"


def test_the_report_is_one_file_that_asks_nobody(opened: Open, report_file: Path) -> None:
    assert report_file.stat().st_size <= 400_000
    shown = opened(report_file.as_uri())
    assert shown.locator("section.page").count() == len(PAGES)
    shown.locator("select.slices").select_option(index=2)
    assert shown.locator("[data-slice]:not([hidden])").count() == 1
    shown.get_by_role("tab", name="M mean cheque").click()
    assert shown.locator("#thresholds-monetary").is_visible()


def test_the_report_of_the_same_version_is_the_same_to_the_bit(
    rfma: Rfma, chain: Path, tmp_path: Path
) -> None:
    for name in ("one.html", "two.html"):
        rfma("report", "-o", tmp_path / name, "--store", chain, "-q").done()
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_on_paper_all_sheets_lie_open_and_nothing_is_there_to_click(
    opened: Open, report_file: Path
) -> None:
    shown = opened(report_file.as_uri())
    shown.emulate_media(media="print")
    assert (
        shown.locator("[role=tabpanel]").count() == shown.locator("[role=tabpanel]:visible").count()
    )
    assert shown.locator("form:visible, [role=tablist]:visible, nav:visible").count() == 0
    assert shown.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_axe_finds_nothing_serious_on_any_page(opened: Open, live: str) -> None:
    shown = opened(f"{live}/overview", bypass_csp=True)
    for page in (*PAGES, "thresholds?set=R%3D10,20,30"):
        shown.goto(f"{live}/{page}")
        serious(shown)


def test_axe_finds_enough_contrast_in_the_dark(opened: Open, live: str) -> None:
    shown = opened(f"{live}/overview", bypass_csp=True, **DARK)
    for page in ("overview", "final", "migration", "playbook"):
        shown.goto(f"{live}/{page}")
        serious(shown, ["color-contrast"])


def test_axe_finds_nothing_serious_in_the_file(opened: Open, report_file: Path) -> None:
    serious(opened(report_file.as_uri(), bypass_csp=True))


def serious(shown: Page, rules: list[str] | None = None) -> None:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": rules} if rules else None
    found = Axe().run(shown, options=options).response["violations"]
    told = {
        (one["id"], one["nodes"][0]["html"][:120])
        for one in found
        if one["impact"] in ("serious", "critical")
    }
    assert told == set()


def test_hostile_names_do_nothing_in_a_browser(opened: Open, tmp_path: Path) -> None:
    shop = "<img src=x onerror=\"document.title='hacked'\">"
    rows = [
        (f"2022-0{month}-0{day} 10:00:00", shop, f"200000000000{card}", 100 * day, "=1+1")
        for month in (1, 2, 3)
        for day in (1, 5)
        for card in range(4)
    ]
    store = tmp_path / "store"
    open_store(store).ingest(write_rows(tmp_path / "t.csv", rows))
    with Served(store) as address:
        shown = opened(f"{address}/overview")
        for page in (*PAGES, "final?card=2000000000001"):
            shown.goto(f"{address}/{page}")
            assert shown.title() != "hacked"
            assert shown.locator("img").count() == 0
        assert shop in shown.locator("main").inner_text()


def test_the_list_behind_a_number_is_a_click_away(
    opened: Open, live: str, chain: Path, tmp_path: Path
) -> None:
    shown = opened(f"{live}/thresholds")
    with shown.expect_download() as caught:
        shown.get_by_role("region", name="Grades of R").get_by_role("link").first.click()
    file = tmp_path / "members.xlsx"
    caught.value.save_as(file)
    told = pl.read_excel(file, schema_overrides={"card": pl.String})
    recent = open_store(chain).segment().table().filter(pl.col("R").cast(pl.String) == "1")
    assert told.get_column("card").to_list() == recent.get_column("card").to_list()


def test_a_missing_value_is_last_whichever_way_it_is_sorted(opened: Open, live: str) -> None:
    shown = opened(f"{live}/overview")
    shown.get_by_role("tab", name="Shops").click()
    months = shown.get_by_role("region", name=re.compile("Revenue by month")).last
    head = months.get_by_role("button", name=re.compile("± month")).first
    column = months.locator("tbody tr td:nth-child(3)")
    for falling in (True, False):
        head.click()
        values = [column.nth(i).get_attribute("data-value") for i in range(column.count())]
        told = [float(value) for value in values if value]
        assert len(told) >= 3
        assert [bool(value) for value in values] == sorted(map(bool, values), reverse=True)
        assert told == sorted(told, reverse=falling)


def test_many_notes_are_folded_and_lie_open_on_paper(opened: Open, tmp_path: Path) -> None:
    shops = [(f"2022-0{1 + n % 6}-05 10:00:00", f"S{n}", "2000000000015", 9, n) for n in range(6)]
    ends = [(f"2022-0{month}-05 11:00:00", "A", "2000000000022", 9, "") for month in range(1, 7)]
    store = tmp_path / "store"
    open_store(store).ingest(write_rows(tmp_path / "t.csv", [*shops, *ends]))
    with Served(store) as address:
        shown = opened(f"{address}/quality")
        notes = shown.locator("details.warning")
        height = "one => one.getBoundingClientRect().height"
        folded = notes.evaluate(height)
        shown.emulate_media(media="print")
        assert notes.evaluate(height) > folded + 60
        shown.emulate_media(media="screen")
        assert notes.evaluate(height) == folded
        notes.locator("summary").click()
        assert notes.locator("li").first.is_visible()
        assert notes.locator("li").count() > 3
