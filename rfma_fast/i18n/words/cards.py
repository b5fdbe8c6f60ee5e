"""Words of what a card is: rules, and what ids show."""

LABELS: dict[str, tuple[str, str]] = {
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
    "help.card_rule": (
        "Which ids are cards, for a new store: {rules}, or a regular expression. By default"
        " 13-digits where the ids show it; else it is asked.",
        "Какие номера — карты, для нового хранилища: {rules} или регулярное выражение. По умолчанию"
        " 13-digits, если номера такие; иначе будет вопрос.",
    ),
    "help.without_cards": (
        "Store cheques of which none has a card, in a store that knows no card yet.",
        "Сохранить чеки, из которых ни один не с картой, в хранилище без карт.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
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
        " another rule (--card-rule), or say that it is meant: --without-cards",
        "назовите колонку карт (--columns; неиспользованные колонки показывает --dry-run), другое"
        " правило (--card-rule) или подтвердите: --without-cards",
    ),
}
