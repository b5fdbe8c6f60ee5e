"""Words of the dashboards: pages, their filters, and what the server refuses."""

LABELS: dict[str, tuple[str, str]] = {
    "page.overview": ("Overview", "Обзор"),
    "page.thresholds": ("Thresholds", "Пороги"),
    "page.final": ("Final", "Финал"),
    "page.migration": ("Migration", "Миграция"),
    "page.playbook": ("Playbook", "Сценарии"),
    "page.quality": ("Data quality", "Качество данных"),
    "page.definitions": ("Definitions", "Определения"),
    "web.report": ("Customer segments", "Сегменты покупателей"),
    "web.skip": ("Skip to the content", "Перейти к содержанию"),
    "web.pages": ("Pages", "Страницы"),
    "web.show": ("Show", "Показать"),
    "web.provenance": (
        "Store version {version} · data from {since} to {until} · rfma {program}",
        "Версия хранилища {version} · данные с {since} по {until} · rfma {program}",
    ),
    "web.serving": (
        "The dashboards are at {address} — Ctrl-C stops.",
        "Дашборды открыты по адресу {address} — остановить: Ctrl-C.",
    ),
    "web.borders_in_force": (
        "{scheme} · borders of {day}: {borders}",
        "{scheme} · границы от {day}: {borders}",
    ),
    "web.notes": ("Notes: {count}", "Замечаний: {count}"),
    "web.download_csv": ("CSV file", "Файл CSV"),
    "web.download_xlsx": ("Excel file", "Файл Excel"),
    "web.by": ("Also by", "Ещё по"),
    "web.by_none": ("groups only", "только группы"),
    "web.no_cards": (
        "No cheque of this period carries a card.",
        "В этом периоде нет ни одного чека с картой.",
    ),
    "web.matrix": ("Who went where", "Кто куда перешёл"),
    "web.mean_change": (
        "Mean change of warmth: {change}; below 0 is warmer.",
        "Среднее изменение тепла: {change}; меньше 0 — теплее.",
    ),
    "web.why": ("How it came about", "Как это сложилось"),
    "web.sizes": ("Sizes", "Численность"),
    "web.sizes_about": (
        "Before + in − out + new − gone = after.",
        "Было + пришли − ушли + новые − пропали = стало.",
    ),
    "web.effects": ("Behaviour and thresholds", "Поведение и пороги"),
    "web.season": ("The year before", "Годом раньше"),
    "web.loads": (
        "Loads, the newest first: {shown} of {all}",
        "Загрузки, новые первыми: {shown} из {all}",
    ),
    "web.none": ("There are none.", "Таких нет."),
    "web.none_rejected": ("Not a single row was rejected.", "Ни одной строки не отклонено."),
    "web.groups": ("Groups: {level}", "Группы: {level}"),
    "web.who": ("Who they are", "Кто это"),
    "web.made_of": ("Made of", "Состав"),
    "web.median": ("Median, ₽", "Медиана, ₽"),
    "web.as_of": ("As of", "На дату"),
    "web.from": ("From", "С"),
    "web.to": ("To", "По"),
    "web.period": ("Period", "Период"),
    "web.scheme": ("Scheme", "Схема"),
    "web.level": ("Level", "Уровень"),
    "web.borders": ("Borders", "Границы"),
    "web.all_shops": ("all shops", "все магазины"),
    "web.card_number": ("Card number", "Номер карты"),
    "web.first_date": ("Bonus date", "Бонус-дата"),
    "web.second_date": ("Second date", "Вторая дата"),
    "web.customers": ("Customers", "Клиенты"),
    "web.shops": ("Shops", "Магазины"),
    "web.identified": ("Identified", "С картой"),
    "web.unidentified": ("Unidentified", "Без карты"),
    "web.identified_rub": ("Identified, ₽", "С картой, ₽"),
    "web.unidentified_rub": ("Unidentified, ₽", "Без карты, ₽"),
    "web.identified_share": ("Identified cheques", "Чеки с картой"),
    "web.of_revenue": ("{share} of the revenue", "{share} выручки"),
    "web.mean_cheque": ("Mean cheque, ₽", "Средний чек, ₽"),
    "web.median_is": ("median {median}", "медиана {median}"),
    "web.identification": ("Identified cheques by shop", "Чеки с картой по магазинам"),
    "web.identification_about": (
        "Share of cheques that carry a loyalty card.",
        "Доля чеков, в которых есть карта лояльности.",
    ),
    "web.largest_shops": (
        "The {shown} shops with most revenue, of {all}.",
        "{shown} магазинов с наибольшей выручкой из {all}.",
    ),
    "web.several_shops": (
        "{cards} cards, {share}, bought in several shops.",
        "В нескольких магазинах покупали {cards} карт, {share}.",
    ),
    "web.cheque_deciles": ("Size of a cheque", "Размер чека"),
    "web.cheque_deciles_about": (
        "So large are that share of all cheques at the most.",
        "Такая доля чеков не больше указанной суммы.",
    ),
    "web.recency_deciles": ("Days since the last purchase", "Дней с последней покупки"),
    "web.recency_about": (
        "Deciles over the cards of the period, up to {day}.",
        "Децили по картам периода, по {day}.",
    ),
    "web.revenue_by_month": ("Revenue by month, ₽", "Выручка по месяцам, ₽"),
    "web.download_levels": ("All levels, Excel", "Все уровни, Excel"),
    "web.download_cards": ("All cards, Excel", "Все карты, Excel"),
    "web.download_cards_csv": ("All cards, CSV", "Все карты, CSV"),
    "web.download_list": ("List of cards, Excel", "Список карт, Excel"),
    "web.download_list_csv": ("List of cards, CSV", "Список карт, CSV"),
    "web.thresholds_about": (
        "Borders in force as of {day}.",
        "Границы, действующие на {day}.",
    ),
    "web.try_borders": ("Try other borders", "Попробовать другие границы"),
    "web.what_if_live": (
        "Other borders can be tried live: rfma serve, or rfma thresholds --set.",
        "Попробовать другие границы можно вживую: rfma serve или rfma thresholds --set.",
    ),
    "web.distribution": ("Distribution and borders", "Распределение и границы"),
    "web.bin": ("{low} … {high}: {cards} cards", "{low} … {high}: карт {cards}"),
    "web.gap_bin": (
        "{low} … {high} days: {count} repeat purchases",
        "{low} … {high} дн.: повторных покупок {count}",
    ),
    "web.tail": (
        "The last bar holds all from {low} on: {cards} cards.",
        "Последний столбец — всё от {low}: карт {cards}.",
    ),
    "web.median_of": ("Median {median}.", "Медиана {median}."),
    "web.heaviest": (
        "The most frequent value is {value}: {cards} cards, {share}.",
        "Чаще всего встречается ровно {value}: карт {cards}, {share}.",
    ),
    "web.share_of_revenue": ("Share of revenue", "Доля выручки"),
    "web.gaps": ("Gaps and churn", "Паузы и отток"),
    "web.churn": ("Churn period", "Период оттока"),
    "web.churn_about": (
        "Such a share of all repeat purchases came after no longer a gap; how many came later. It"
        " does not tell how likely a silent card is to buy again.",
        "Такая доля повторных покупок была не позже чем через столько дней; сколько было позже. О"
        " том, купит ли снова молчащая карта, это не говорит.",
    ),
    "web.no_next": ("No next one", "Нет следующей"),
    "web.came_later": ("Came later", "Было позже"),
    "web.tried": ("Groups with the borders {borders}", "Группы при границах {borders}"),
    "web.tried_matrix": ("Who would move", "Кто перейдёт"),
    "web.old_new": ("Now ↓ Then →", "Сейчас ↓ Станет →"),
    "web.would_move": ("Cards that would change group", "Карт сменит группу"),
    "web.their_revenue": ("Their revenue, ₽", "Их выручка, ₽"),
    "web.cards_before": ("Cards now", "Карт сейчас"),
    "web.cards_after": ("Cards then", "Карт станет"),
    "web.difference": ("Difference", "Разница"),
    "web.revenue_before": ("Revenue now, ₽", "Выручка сейчас, ₽"),
    "web.revenue_after": ("Revenue then, ₽", "Выручка станет, ₽"),
    "web.final_about": ("{cards} cards as of {day}.", "Карт: {cards} на {day}."),
    "web.share_of_cards_and_revenue": (
        "{cards} of cards · {revenue} of revenue",
        "{cards} карт · {revenue} выручки",
    ),
    "web.treemap": ("The base as areas", "Структура базы"),
    "web.treemap_about": (
        "Areas are cards: {outer}, and inside each its parts ({inner}).",
        "Площадь — число карт: {outer}, внутри — части ({inner}).",
    ),
    "web.statistics": ("Trade of the period by group", "Продажи периода по группам"),
    "web.statistics_about": (
        "{since} to {until}; groups as of {day}.",
        "{since} — {until}; группы на {day}.",
    ),
    "web.migration_about": (
        "{first} → {second}, {borders}.",
        "{first} → {second}, {borders}.",
    ),
    "web.one_day": (
        "There is only one day of cheques: nobody can have moved yet.",
        "Есть чеки только за один день: перейти ещё никто не мог.",
    ),
    "web.too_large_a_matrix": (
        "A matrix of {groups} groups cannot be read: see the greatest flows below.",
        "Матрицу из {groups} групп не прочесть: смотрите крупнейшие потоки ниже.",
    ),
    "web.matrix_about": (
        "Cards and share of the row; the ground shows the share, the frame who stayed.",
        "Карты и доля строки; фон показывает долю, рамка — кто остался.",
    ),
    "web.flows_between": ("Flows: {level}", "Потоки: {level}"),
    "web.cell": (
        "From {source} to {target}: {cards} cards",
        "Из {source} в {target}: карт {cards}",
    ),
    "web.first_rows": (
        "The first {rows}; the file has all.",
        "Первые {rows}; в файле все.",
    ),
    "web.no_plays": ("This scheme has no playbook.", "У этой схемы нет сценариев."),
    "web.at": ("At", "Когда"),
    "web.load": ("Load", "Загрузка"),
    "web.rejected": ("Rejected rows by rule", "Отклонённые строки по правилам"),
    "web.rejected_about": (
        "They are in quarantine: nothing of them is in any figure.",
        "Они в карантине: ни в одном числе их нет.",
    ),
    "web.identified_by_month": (
        "Share of cheques with a card, by shop and month",
        "Доля чеков с картой по магазинам и месяцам",
    ),
    "web.words": ("Words and formulas", "Слова и формулы"),
    "web.grades_in_force": ("Measures and grades in force", "Метрики и действующие грейды"),
}

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
