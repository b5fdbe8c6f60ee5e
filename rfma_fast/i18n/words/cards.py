"""Words of what a row is, and which ids are cards."""

LABELS: dict[str, tuple[str, str]] = {
    "fact.joined": ("Lines joined to receipts", "Строк соединено в чеки"),
    "talk.sum_lines": (
        "Is each row a line with an amount of its own, to be added up?",
        "Каждая строка — позиция со своей суммой, и их надо сложить?",
    ),
    "talk.as_receipts": (
        "Is each row a receipt as it stands (equal rows count once)?",
        "Каждая строка — целый чек (одинаковые строки считаются один раз)?",
    ),
    "word.card_form": (
        "{form}: {rows} rows of {ids} ids, such as {examples}",
        "{form}: строк {rows}, номеров {ids}, например {examples}",
    ),
    "talk.card_rule": (
        "The ids do not look like cards of 13 digits but show the rule {name} ({ids}).",
        "Номера не похожи на карты из 13 цифр, а показывают правило {name} ({ids}).",
    ),
    "talk.take_rule": (
        "Take it as the store's rule?",
        "Принять его как правило хранилища?",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "help.rows": (
        "What a row is: receipts (whole), or lines, whose amounts are added up. Rows that look"
        " like lines are asked about.",
        "Что такое строка: receipts — целый чек, lines — позиция, суммы которых складываются в чек."
        " О строках, похожих на позиции, будет вопрос.",
    ),
    "help.card_rule": (
        "Which ids are cards, for a new store: {rules}, or a regular expression. By default"
        " 13-digits where the ids show it; else it is asked.",
        "Какие номера — карты, для нового хранилища: {rules} или регулярное выражение. По умолчанию"
        " 13-digits, если номера такие; иначе будет вопрос.",
    ),
    "help.no_cards": (
        "Store cheques of which none has a card, in a store that knows no card yet.",
        "Сохранить чеки, из которых ни один не с картой, в хранилище без карт.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "load.lines": (
        "{source} seems to hold lines of receipts: of the first {rows} rows {shared} share their"
        " receipt with rows that differ, {receipts} receipts in all; nothing was stored.",
        "В {source}, похоже, позиции чеков: из первых строк ({rows}) у {shared} чек общий с"
        " другими, отличными строками, таких чеков {receipts}; ничего не сохранено.",
    ),
    "load.lines.hint": (
        "--rows lines adds the rows of a receipt up; --rows receipts takes every row as a whole"
        " receipt, such as where each repeats the receipt's total.",
        "--rows lines складывает строки чека; --rows receipts считает каждую строку целым чеком,"
        " например если в каждой повторён итог чека.",
    ),
    "card_rule.shown": (
        "The ids do not look like cards of 13 digits but show the rule {name} ({ids}); nothing was"
        " stored.",
        "Номера не похожи на карты из 13 цифр, а показывают правило {name} ({ids}); ничего не"
        " сохранено.",
    ),
    "card_rule.shown.hint": (
        "take it with --card-rule {name}, or keep the usual rule with --card-rule 13-digits.",
        "примите его: --card-rule {name} — или оставьте обычное: --card-rule 13-digits.",
    ),
    "load.no_cards": (
        "No cheque of {source} has a card by the rule {rule}, so nothing was stored: without cards"
        " nobody can be segmented.",
        "Ни один чек из {source} не имеет карты по правилу {rule}, поэтому ничего не сохранено: без"
        " карт сегментировать некого.",
    ),
    "load.no_cards.hint": (
        "name the column of the cards (--columns; --dry-run shows the columns that are not used),"
        " another rule (--card-rule), or say that it is meant: --no-cards",
        "назовите колонку карт (--columns; неиспользованные колонки показывает --dry-run), другое"
        " правило (--card-rule) или подтвердите: --no-cards",
    ),
}
