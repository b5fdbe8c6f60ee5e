"""The live pages as an application: what is let in, what is refused, and in which words."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from commands.fixtures import EARLIER, Rfma, write_rows
from markupsafe import escape
from starlette.testclient import TestClient

from rfma_fast import Store, __version__, open_store, use_language
from rfma_fast.i18n import Language, say
from rfma_fast.i18n.formats import compact, day, number
from rfma_fast.synth import ChainSpec, write_cheques
from rfma_fast.web import downloads
from rfma_fast.web.answers import Answers
from rfma_fast.web.asked import Asked
from rfma_fast.web.guard import HEADERS
from rfma_fast.web.report import report_of
from rfma_fast.web.server import WARMS, Current, Warming, application
from rfma_fast.web.site import PAGES, Site, schemes_with
from web.conftest import client_of

pages = pytest.mark.parametrize("page", PAGES)
OWN = """
format = 1
code = "own"
name = { en = "One's own" }

[[axis]]
code = "R"
name = "recency"
measure = { kind = "recency" }
borders = [{ keep = "<=", rule = "percentile_disc", p = "0.5" }]
grades = [{ en = "lately" }, { en = "long ago" }]

[[axis]]
code = "M"
name = "monetary"
measure = { kind = "money", of = "mean" }
borders = [{ keep = ">", rule = "percentile_disc", p = "0.5" }]
grades = [{ en = "much" }, { en = "little" }]
"""
"""A scheme of classes alone: no level, no warmth, no playbook."""


@pages
@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_answers_in_both_languages(client: TestClient, page: str, language: str) -> None:
    told = client.get(f"/{page}?lang={language}")
    assert told.status_code == 200
    assert f'<html lang="{language}">' in told.text
    russian = len(re.findall("[а-яё]", told.text))
    assert (russian > 400) == (language == "ru"), russian


@pages
@pytest.mark.parametrize("scheme", ["rfm8", "rfm27", "lost"])
def test_every_page_answers_for_every_scheme(client: TestClient, page: str, scheme: str) -> None:
    assert client.get(f"/{page}?scheme={scheme}").status_code == 200


@pytest.mark.parametrize("page", ["thresholds", "definitions"])
def test_beside_thresholds_of_money_stands_over_which_cheques_they_are(
    client: TestClient, page: str
) -> None:
    told = client.get(f"/{page}").text
    assert "M1, M2 – all cheques, with and without a card (" in told
    told = client.get(f"/{page}?scheme=rfma-identified").text
    assert "M1, M2 – cheques with a card (" in told
    assert "cheques" not in re.findall("Fitted on[^<]*", client.get(f"/{page}?scheme=rfm27").text)


@pages
def test_a_page_has_all_headers_of_its_guard(client: TestClient, page: str) -> None:
    headers = client.get(f"/{page}").headers
    for name, value in HEADERS.items():
        assert headers.get_list(name.lower()) == [value]


def test_nothing_on_a_page_needs_an_inline_style_or_script(client: TestClient) -> None:
    for page in PAGES:
        text = client.get(f"/{page}").text
        assert not re.search(r"\sstyle=|<style|<script(?! src=)|\son[a-z]+=", text), page


def test_the_root_leads_to_the_overview(client: TestClient) -> None:
    told = client.get("/")
    assert (told.status_code, told.headers["location"]) == (303, "/overview")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]"])
def test_a_foreign_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/overview", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:80", "localhost:9", "[::1]:80", "localhost"])
def test_this_machines_own_names_are_let_in(client: TestClient, host: str) -> None:
    assert client.get("/definitions", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_reading_is_allowed(client: TestClient, method: str) -> None:
    told = client.request(method, "/overview")
    assert (told.status_code, told.headers["allow"]) == (405, "GET, HEAD")


def test_a_head_has_no_body(client: TestClient) -> None:
    told = client.head("/definitions")
    assert (told.status_code, told.content) == (200, b"")


@pytest.mark.parametrize(
    ("site", "mode", "status"),
    [
        ("cross-site", "no-cors", 403),
        ("cross-site", "cors", 403),
        ("same-site", "no-cors", 403),
        ("cross-site", "navigate", 200),
        ("same-origin", "cors", 200),
        ("none", "navigate", 200),
    ],
)
def test_another_site_may_lead_here_but_not_read_here(
    client: TestClient, site: str, mode: str, status: int
) -> None:
    headers = {"sec-fetch-site": site, "sec-fetch-mode": mode}
    assert client.get("/definitions", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/overview?nonsense=1", "&#39;nonsense&#39;"),
        ("/overview?from=yesterday", "&#39;yesterday&#39;"),
        ("/overview?from=2021-02-30", "2021-02-30"),
        ("/overview?lang=de", "&#39;de&#39;"),
        ("/final?scheme=../../etc/passwd", "etc/passwd"),
        ("/migration?borders=soft", "soft"),
        ("/download?what=everything", "everything"),
        ("/download?what=cards&format=exe", "exe"),
        ("/download?what=group", "group"),
        ("/download?what=cell", "source"),
        ("/final?card=" + "1" * 300, "card"),
        ("/final?card=a%00b", "card"),
        ("/final?card=1&card=2", "card"),
        ("/thresholds?set=R%3D1,2,many", "many"),
    ],
)
def test_a_bad_value_is_refused_in_a_sentence(client: TestClient, address: str, named: str) -> None:
    told = client.get(address)
    assert told.status_code == 400
    assert named in told.text
    assert "Traceback" not in told.text


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/overview?from=2021-09-01&to=2021-08-01", "2021-09-01"),
        ("/overview?shop=nowhere", "nowhere"),
        ("/final?level=country", "country"),
        ("/final?as_of=1999-01-01", "1999-01-01"),
        ("/migration?source=999&target=110", "999"),
        ("/playbook?group=nobody", "nobody"),
    ],
)
def test_what_the_data_cannot_answer_is_told_in_a_sentence(
    client: TestClient, address: str, named: str
) -> None:
    told = client.get(address)
    assert told.status_code == 422
    assert named in told.text


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere", "/static/../server.py", "/static/%2e%2e%2fserver.py", "/static/app.js",
        "/%2e%2e/%2e%2e/etc/passwd", "/overview/", "//etc/passwd", "/static/style-0000000000.css",
    ],
)  # fmt: skip
def test_there_is_nothing_beside_the_pages(client: TestClient, address: str) -> None:
    told = client.get(address)
    assert told.status_code == 404
    assert "root:" not in told.text
    assert "import " not in told.text


def test_an_unknown_card_is_told_on_the_page(client: TestClient) -> None:
    told = client.get("/final?card=9999999999999")
    assert told.status_code == 200
    assert "9999999999999" in told.text
    assert 'class="warning"' in told.text


def test_a_token_lets_in_by_its_address_then_by_its_cookie(chain: Path) -> None:
    guarded = client_of(chain, token="s3cret")
    assert guarded.get("/overview").status_code == 401
    assert guarded.get("/overview?token=wrong").status_code == 401
    told = guarded.get("/overview?token=s3cret&lang=ru")
    assert (told.status_code, told.headers["location"]) == (303, "/overview?lang=ru")
    cookie = told.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert guarded.get("/overview").status_code == 200


ODD_STORES: dict[str, list[tuple[object, ...]]] = {
    "one_day": [
        ("2022-01-01 10:00:00", "A", "2000000000015", 100, "1"),
        ("2022-01-01 11:00:00", "A", "2000000000022", 300, "2"),
    ],
    "one_cheque": [("2022-01-01 10:00:00", "A", "2000000000015", 100, "1")],
    "no_card": [(f"2022-0{m}-01 10:00:00", "A", f"x{m}", 100, f"{m}") for m in (1, 2, 3)],
    "only_returns": [
        ("2022-01-01 10:00:00", "A", "2000000000015", -100, "1"),
        ("2022-01-05 10:00:00", "A", "", 50, "2"),
    ],
}
WITHOUT_CARDS = {"overview", "quality", "definitions"}


@pytest.mark.parametrize("kind", ODD_STORES)
def test_every_page_of_an_odd_store_answers_or_says_why_not(tmp_path: Path, kind: str) -> None:
    store = tmp_path / "store"
    open_store(store).ingest(write_rows(tmp_path / "t.csv", ODD_STORES[kind]), no_cards=True)
    asking = client_of(store)
    for page in PAGES:
        for scheme in schemes_with(()):
            told = asking.get(f"/{page}?scheme={scheme}")
            known = told.status_code == 200 or 'role="alert">' in told.text
            assert known, (page, scheme)
            assert told.status_code in (200, 422), (page, scheme)
            if scheme == "rfma" and (kind.startswith("one") or page in WITHOUT_CARDS):
                assert told.status_code == 200, page
    sentence = "No cheque of this period carries a card."
    assert (sentence in asking.get("/overview").text) == (not kind.startswith("one"))


@pytest.mark.parametrize("kind", ODD_STORES)
def test_the_report_of_an_odd_store_is_whole(rfma: Rfma, tmp_path: Path, kind: str) -> None:
    store, file = tmp_path / "store", tmp_path / "report.html"
    open_store(store).ingest(write_rows(tmp_path / "t.csv", ODD_STORES[kind]), no_cards=True)
    rfma("report", "-o", file, "--store", store, "-q").done()
    text = file.read_text(encoding="utf-8")
    assert text.count('<section class="page"') == len(PAGES)


def test_a_shop_opened_lately_has_a_report_though_nobody_had_bought_by_the_usual_first_date(
    rfma: Rfma, tmp_path: Path
) -> None:
    rows = [
        ("2022-01-01 10:00:00", "old", "2000000000015", 100, "1"),
        ("2022-02-10 10:00:00", "new", "2000000000022", 300, "2"),
        ("2022-02-12 10:00:00", "old", "2000000000015", 100, "3"),
    ]
    store, file = tmp_path / "store", tmp_path / "report.html"
    open_store(store).ingest(write_rows(tmp_path / "t.csv", rows))
    rfma("report", "-o", file, "--store", store, "--shop", "new", "-q").done()
    sentence = "no card had bought in what is looked at"
    text = file.read_text(encoding="utf-8")
    assert text.count('<section class="page"') == len(PAGES)
    assert text.count(sentence) == 1
    page = client_of(store).get("/migration?shop=new")
    assert page.status_code == 200
    assert sentence in page.text
    assert 'name="first"' in page.text
    # A first date that was asked for is answered as it was asked.
    words = ["report", "-o", file, "--store", store, "--shop", "new"]
    rfma(*words, "--first", "2022-01-05").failed(1, "2022-01-05")


def test_a_report_about_nothing_is_refused(rfma: Rfma, chain: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    rfma("report", "-o", file, "--store", chain, "--as-of", "1999-01-01").failed(1, "1999-01-01")
    rfma("report", "-o", file, "--store", chain, "--shop", "Nowhere").failed(1, "Nowhere")
    rfma("report", "--store", chain).failed(2)
    rfma("serve", "--store", tmp_path / "nothing", "--port", 0, "--no-open").failed(1)
    assert not file.exists()


@pytest.mark.parametrize(
    "asked",
    [
        "final?as_of",
        "thresholds?as_of",
        "playbook?as_of",
        "migration?second",
        "download?what=cards&as_of",
    ],
)
def test_a_day_after_the_last_cheque_is_headed_by_it_and_one_far_beyond_is_refused(
    client: TestClient, chain: Path, asked: str
) -> None:
    last = open_store(chain).snapshot.last_day
    far = client.get(f"/{asked}=2030-01-01")
    assert far.status_code == 400
    assert f"The last cheque is of {last}; as of 2030-01-01" in far.text
    near = client.get(f"/{asked}={last + timedelta(days=5)}")
    assert near.status_code == 200
    if "download" not in asked:
        said = near.text.index(f"The store has no cheque after {day(last)}".replace(" ", " "))
        assert said < near.text.index("<form")


def test_a_period_without_a_cheque_is_told(client: TestClient) -> None:
    for page, said, code in (("overview", "2030-01-01", 422), ("final", "2030-02-01", 400)):
        told = client.get(f"/{page}?from=2030-01-01&to=2030-02-01")
        assert (told.status_code, said in told.text) == (code, True)


def test_a_scheme_without_warmth_and_playbook_has_its_pages(chain: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    app = application(str(chain), schemes_with((str(file),)))
    asking = TestClient(app, base_url="http://127.0.0.1")
    for page in PAGES:
        told = asking.get(f"/{page}", params={"scheme": str(file)})
        assert told.status_code == 200, (page, told.text[-400:])
    assert "This scheme has no playbook." in told_of(asking, "playbook", file)
    assert "Cooling calendar" not in told_of(asking, "final", file)


def told_of(asking: TestClient, page: str, scheme: Path) -> str:
    return asking.get(f"/{page}", params={"scheme": str(scheme)}).text


def test_names_of_groups_are_in_the_language_of_whoever_asks(chain: Path) -> None:
    asking = client_of(chain)
    russian = asking.get("/final?lang=ru").text
    english = asking.get("/final").text
    assert "середняк" in russian
    assert "regular" in english
    assert not re.search("[а-яё]", english.replace("Русский", ""))


def test_every_page_names_its_day_its_borders_and_its_versions(
    client: TestClient, chain: Path
) -> None:
    store = open_store(chain)
    found = store.segment()
    borders = " / ".join(compact(border, 4) for border in found.thresholds.borders["R"])
    for page in PAGES:
        text = client.get(f"/{page}").text
        foot = text[text.index("<footer>") :]
        assert f"Store version {store.snapshot.version}" in foot
        assert __version__ in foot
        if page != "migration":
            assert f"borders of {day(found.as_of)}: R {borders};" in foot, page
        assert day(found.as_of) in text[: text.index("</header>")]
    before = store.migrate(EARLIER).before.thresholds
    text = client.get(f"/migration?first={EARLIER}").text
    assert f"borders of {day(before.as_of)}: " in text


def test_effects_season_and_cooling_are_the_analyses(client: TestClient, chain: Path) -> None:
    store = open_store(chain)
    found = store.migrate(EARLIER)
    text = client.get(f"/migration?first={EARLIER}&by=shop").text
    panel = text[text.index("Behaviour and thresholds</h2>") :]
    for row in found.effects.frame("region").iter_rows(named=True):
        for name in ("known_cards", "new_cards", "borders"):
            if row[name]:
                assert f'data-value="{row[name]}"' in panel[: panel.index("</section>")]
    assert "cannot be shown" in text
    homes = text[text.index("Movements by home shop</h2>") :]
    for shop in found.by("shop", "region").get_column("shop"):
        assert f">{shop}</td>" in homes
    cooling = store.cooling(30)
    text = client.get("/final").text
    panel = text[text.index("Cooling calendar") :]
    foot = panel[panel.index("<tfoot>") : panel.index("</tfoot>")]
    assert f">{number(cooling.cards)}</td>" in foot


def test_the_matrix_says_how_it_agrees_with_the_segments_and_what_its_money_is(
    client: TestClient, chain: Path
) -> None:
    found = open_store(chain).migrate(EARLIER)
    text = client.get(f"/migration?first={EARLIER}").text
    panel = text[text.index("Who went where</h2>") :]
    about = panel[: panel.index("</p>")]
    for code, _, frozen, moved, refit in found.effects.bridge("region").iter_rows():
        if moved:
            sign = "+" if moved > 0 else "−"
            told = f"{code}: {number(frozen)} {sign} {number(abs(moved))} = {number(refit)}"
            assert told in about
    assert found.previous.reason in text
    assert "Known cards usually cool on average" in text
    spent = found.spending()
    assert f"sales of {spent.days} days up to each date" in text
    panel = text[text.index("spent per card, before and after</h2>") :]
    body = panel[panel.index("<tbody>") : panel.index("</tbody>")]
    for row in spent.groups("region").iter_rows(named=True):
        for name in ("per_card_before", "per_card_after"):
            assert f">{number(row[name])}</td>" in body


def test_trade_may_be_told_apart_by_shop_or_month(client: TestClient, chain: Path) -> None:
    for by in ("shop", "month"):
        parts = open_store(chain).statistics(by=by).parts
        text = client.get(f"/final?by={by}").text
        panel = text[text.index("Trade of the period by group</h2>") :]
        body = panel[panel.index("<tbody>") : panel.index("</tbody>")]
        assert body.count("<tr>") == parts.height
    assert client.get("/final?by=week").status_code == 400


def test_ids_that_come_back_are_counted_on_the_overview(tmp_path: Path) -> None:
    rows = [(f"2022-01-{d:02} 10:00:00", "A", "till7", 10, f"d{d}") for d in range(1, 13)]
    rows += [(f"2022-01-0{d} 11:00:00", "A", "2000000000015", 10, f"c{d}") for d in (1, 9)]
    store = tmp_path / "store"
    open_store(store).ingest(write_rows(tmp_path / "t.csv", rows))
    asking = client_of(store)
    text = asking.get("/overview").text
    panel = text[text.index("Ids without a card") :]
    assert ">hidden regular</td>" in panel
    assert ">12</td>" in panel[: panel.index("</tbody>")]
    assert "till7" in asking.get("/download?what=returning").text


def test_the_file_keeps_its_size_whatever_the_chain(tmp_path: Path) -> None:
    source, store = tmp_path / "wide.parquet", tmp_path / "store"
    write_cheques(ChainSpec(cheques=12_000, months=36, shops=60, seed=3), source)
    open_store(store).ingest(source)
    answers = Answers(str(store))
    use_language("ru")
    for scheme in schemes_with(()):
        text = report_of(Site(answers, Asked(), live=False, schemes=(scheme,)))
        assert 100_000 < len(text.encode()) <= 400_000, scheme


def test_hostile_names_are_text_on_every_page(tmp_path: Path) -> None:
    shop = '<img src=x onerror="alert(1)">'
    rows = [
        (f"2022-0{month}-0{day} 10:00:00", shop, f"200000000000{card}", 100 * day, "=1+1")
        for month in (1, 2, 3)
        for day in (1, 5)
        for card in range(4)
    ]
    store = tmp_path / "store"
    open_store(store).ingest(write_rows(tmp_path / "t.csv", rows))
    asking = client_of(store)
    seen = 0
    for page in PAGES:
        text = asking.get(f"/{page}?shop=" if page == "overview" else f"/{page}").text
        assert "<img" not in text, page
        seen += "&lt;img" in text
    assert seen >= 2
    told = asking.get("/final?card=2000000000001")
    assert "<img" not in told.text
    assert "&lt;img" in told.text


def test_a_new_load_is_seen_and_a_page_shows_one_version(tmp_path: Path) -> None:
    rows = [("2022-01-01 10:00:00", "A", "2000000000015", 100, "d1")]
    store = tmp_path / "store"
    open_store(store).ingest(write_rows(tmp_path / "1.csv", rows))
    asking = client_of(store, looks_every=0)
    assert "version 1" in asking.get("/overview").text
    more = [("2022-02-01 10:00:00", "A", "2000000000015", 300, "d2")]
    open_store(store).ingest(write_rows(tmp_path / "2.csv", more))
    text = asking.get("/overview").text
    assert "version 2" in text
    assert "400" in text


def test_downloads_are_those_of_the_command(client: TestClient, chain: Path) -> None:
    table = open_store(chain).segment().table()
    told = client.get("/download?what=cards&format=csv")
    assert told.headers["content-disposition"] == 'attachment; filename="rfma-cards.csv"'
    assert told.text == table.write_csv()
    cell = f"/download?what=cell&format=csv&first={EARLIER}&source=110&target=310"
    cards = open_store(chain).migrate(EARLIER).cards("region", "110", "310")
    assert client.get(cell).text == cards.write_csv()


def test_the_cards_behind_a_group_or_a_grade_are_a_file(client: TestClient, chain: Path) -> None:
    table = open_store(chain).segment().table()
    for level, group in (("region", "110"), ("class", table.item(0, "class")), ("M", "2")):
        own = table.filter(pl.col(level).cast(pl.String) == group)
        told = client.get(f"/download?what=members&level={level}&group={group}")
        assert told.text == own.write_csv()
    assert client.get("/download?what=members&level=region&group=9").status_code == 400
    assert client.get("/download?what=members&level=R&group=9").status_code == 400
    assert client.get("/download?what=members&level=nothing&group=1").status_code >= 400


@pytest.mark.parametrize(
    "what", ["overview", "levels", "statistics", "cooling", "cells", "returning", "cards"]
)
def test_every_file_is_given_in_both_forms(client: TestClient, what: str) -> None:
    assert "," in client.get(f"/download?what={what}&format=csv").text
    book = client.get(f"/download?what={what}&format=xlsx")
    assert (book.status_code, book.content[:2]) == (200, b"PK")


def test_a_workbook_that_nobody_could_wait_for_is_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_ROWS", 10)
    told = client.get("/download?what=cards&format=xlsx")
    assert told.status_code == 422
    assert "CSV" in told.text
    assert client.get("/download?what=cards&format=csv").status_code == 200


def test_the_usual_answers_are_there_before_anybody_asks(chain: Path) -> None:
    seen: list[Answers] = []

    def noting(answers: Answers) -> Iterator[None]:
        seen.append(answers)
        yield

    current = Current(str(chain), warm=noting)
    answers = current.answers()
    for thread in threading.enumerate():
        if thread.name == WARMS:
            thread.join(60)
    assert seen == [answers]
    assert current.answers() is answers


def test_whoever_computes_ahead_ends_after_the_step_that_is_being_made() -> None:
    begun, made = threading.Event(), list[int]()

    def steps() -> Iterator[None]:
        for step in range(3):
            begun.set()
            ahead.ends.wait(60)
            made.append(step)
            yield

    ahead = Warming(steps())
    ahead.start()
    begun.wait(60)
    ahead.end()
    assert (made, ahead.is_alive()) == ([0], False)


def test_warm_answers_are_those_of_the_pages(chain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = client_of(chain, warm=True)
    for thread in threading.enumerate():
        if thread.name == WARMS:
            thread.join(60)
    monkeypatch.setattr(Store, "segment", lambda *of, **more: pytest.fail("asked again"))
    monkeypatch.setattr(Store, "overview", lambda *of, **more: pytest.fail("asked again"))
    monkeypatch.setattr(Store, "migrate", lambda *of, **more: pytest.fail("asked again"))
    for page in PAGES:
        assert asking.get(f"/{page}").status_code == 200


def test_a_russian_csv_opens_in_a_russian_excel(client: TestClient) -> None:
    content = client.get("/download?what=levels&format=csv&lang=ru").content
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("level;code;name;cards;share")
    assert re.search(r";\d+,\d+;", lines[1])


def test_the_quality_page_tells_rules_in_words_and_undone_loads(tmp_path: Path) -> None:
    store = tmp_path / "store"
    rows = ODD_STORES["one_day"]
    open_store(store).ingest(write_rows(tmp_path / "first.csv", rows))
    wrong = [*rows, ("2022-01-02 10:00:00", "A", "2000000000039", "a lot", "9")]
    opened = open_store(store)
    opened.ingest(write_rows(tmp_path / "second.csv", wrong), max_rejects=None)
    asking = client_of(store)
    assert "undone" not in asking.get("/quality").text
    assert told_rule("en") in asking.get("/quality").text
    assert told_rule("ru") in asking.get("/quality?lang=ru").text
    open_store(store).undo(2)
    assert "undone" in client_of(store).get("/quality?lang=en").text


def told_rule(language: Language) -> str:
    """Return the meaning of the rule that an amount in words breaks."""
    use_language(language)
    return str(escape(say("rule.amount_unreadable")))
