"""The live pages as an application: what is let in, what is refused, and in which words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands.fixtures import EARLIER, write_rows
from starlette.testclient import TestClient

from rfma_fast import open_store
from rfma_fast.web.guard import HEADERS
from rfma_fast.web.site import PAGES
from web.conftest import client_of

pages = pytest.mark.parametrize("page", PAGES)


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
    assert "SameSite=strict" in cookie
    assert guarded.get("/overview").status_code == 200


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


def test_a_russian_csv_opens_in_a_russian_excel(client: TestClient) -> None:
    content = client.get("/download?what=levels&format=csv&lang=ru").content
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("level;code;name;cards;share")
    assert re.search(r";\d+,\d+;", lines[1])
