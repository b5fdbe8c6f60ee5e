"""Words of serving pages: the command, and what it refuses."""

LABELS: dict[str, tuple[str, str]] = {}

HELP: dict[str, tuple[str, str]] = {
    "verb.report": (
        "Write all dashboards into one HTML file that needs no network.",
        "Записать все дашборды в один файл HTML, которому не нужна сеть.",
    ),
    "examples.report": (
        "rfma report -o segments.html\n"
        "rfma report -o march.html --as-of 2022-03-31 --first 2021-12-31\n"
        "rfma report -o rfm8.html --scheme rfm8",
    )
    * 2,
    "help.report_from": (
        "First day of the overview's whole period.",
        "Первый день всего периода обзора.",
    ),
    "help.report_to": (
        "Last day of the overview's whole period.",
        "Последний день всего периода обзора.",
    ),
    "help.report_first": (
        "First date of the migration (90 days before the as-of date).",
        "Первая дата миграции (за 90 дней до даты анализа).",
    ),
    "verb.serve": (
        "Show the dashboards live, on this machine alone, until Ctrl-C.",
        "Показать дашборды вживую, только на этой машине, до Ctrl-C.",
    ),
    "examples.serve": (
        "rfma serve\nrfma serve --port 9000 --no-open\nrfma serve --scheme own.toml --token",
    )
    * 2,
    "help.serve_port": ("The port; 0 takes a free one.", "Порт; 0 — любой свободный."),
    "help.serve_no_open": ("Do not open a browser.", "Не открывать браузер."),
    "help.serve_token": (
        "Let in only who has the address with the token: for shared machines.",
        "Пускать только по адресу с токеном: для общих машин.",
    ),
    "help.serve_scheme": (
        "A scheme file of one's own to choose beside the built-in ones.",
        "Свой файл схемы вдобавок к встроенным.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "web.report_needs_file": (
        "The report needs a file.",
        "Отчёту нужен файл.",
    ),
    "web.report_needs_file.hint": ("name one: -o segments.html", "назовите его: -o segments.html"),
    "web.report_not_html": (
        "The report is HTML; {file} is called something else.",
        "Отчёт — это HTML, а файл назван {file}.",
    ),
    "web.report_not_html.hint": (
        "name it .html; a browser prints it as PDF.",
        "назовите его .html; браузер напечатает его в PDF.",
    ),
    "web.report_one_shop": (
        "A report is of one shop or of all; asked for: {shops}.",
        "Отчёт бывает по одному магазину или по всем; запрошены: {shops}.",
    ),
    "web.report_one_shop.hint": (
        "write one report per shop.",
        "сделайте по отчёту на магазин.",
    ),
    "web.unknown_parameter": (
        "The address has an unknown parameter {got!r}; known: {known}.",
        "В адресе неизвестный параметр {got!r}; есть: {known}.",
    ),
    "web.bad_value": (
        "The value of {parameter} is too long or holds what no value holds.",
        "Значение {parameter} слишком длинное или содержит то, чего в значениях не бывает.",
    ),
    "web.twice": (
        "The parameter {parameter} stands in the address twice.",
        "Параметр {parameter} стоит в адресе дважды.",
    ),
    "web.missing": (
        "The address lacks the parameter {parameter}.",
        "В адресе нет параметра {parameter}.",
    ),
    "web.too_many_rows": (
        "A workbook of {rows} rows takes too long; at the most {most} are given here.",
        "Книга на {rows} строк делается слишком долго; здесь даётся не больше {most}.",
    ),
    "web.too_many_rows.hint": (
        "take the CSV file, or narrow the list by a group or a shop.",
        "возьмите файл CSV или сузьте список до группы или магазина.",
    ),
    "web.no_page": ("There is no such page.", "Такой страницы нет."),
    "web.foreign_host": (
        "This server answers only to its own address on this machine.",
        "Этот сервер отвечает только по своему адресу на этой машине.",
    ),
    "web.only_reading": (
        "This server is only read: GET and HEAD.",
        "Этот сервер только читают: GET и HEAD.",
    ),
    "web.cross_site": (
        "Another site may not read these pages.",
        "Чужой сайт не может читать эти страницы.",
    ),
    "web.token": (
        "Open the address that rfma serve has printed: it holds the token.",
        "Откройте адрес, который напечатал rfma serve: в нём токен.",
    ),
    "web.port": (
        "The port {port} cannot be taken: {reason}.",
        "Порт {port} занять нельзя: {reason}.",
    ),
    "web.port.hint": (
        "choose another one with --port, or 0 for any that is free.",
        "выберите другой через --port или 0 для любого свободного.",
    ),
}
