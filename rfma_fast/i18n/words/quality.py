"""Words of data quality: rules, rejects, warnings, undoing a load."""

LABELS: dict[str, tuple[str, str]] = {
    "rule.fields_missing": (
        "the line has fewer fields than the header",
        "в строке меньше полей, чем в заголовке",
    ),
    "rule.fields_extra": (
        "the line has more fields than the header",
        "в строке больше полей, чем в заголовке",
    ),
    "rule.quotes_open": ("a quote is never closed", "кавычка не закрыта"),
    "rule.octets_unreadable": (
        "the line holds octets that are no text in the file's encoding",
        "в строке есть байты, которые не текст в кодировке файла",
    ),
    "rule.amount_doubtful": (
        "1,234 or 1.234: a thousand and more, or one and a part",
        "1,234 или 1.234: тысяча с лишним или единица с дробью",
    ),
    "rule.paid_doubtful": (
        "the same in the paid sum",
        "то же в оплате",
    ),
    "rule.bonus_earned_doubtful": (
        "the same in the bonus earned",
        "то же в начисленных бонусах",
    ),
    "rule.bonus_spent_doubtful": (
        "the same in the bonus spent",
        "то же в списанных бонусах",
    ),
    "rule.at_missing": ("no date", "нет даты"),
    "rule.at_unreadable": (
        "the date is not readable or not in the calendar",
        "дата не читается или её нет в календаре",
    ),
    "rule.at_before_floor": ("the date is before --floor", "дата раньше --floor"),
    "rule.at_in_future": (
        "the date is in the future, by more than a day",
        "дата в будущем, больше чем на день",
    ),
    "rule.shop_missing": ("no shop", "нет магазина"),
    "rule.card_digits_lost": (
        "held as a number, the card has lost its last digits",
        "карта хранилась как число и потеряла последние цифры",
    ),
    "rule.card_malformed": (
        "it looks like a card but breaks the card rule: kept as unidentified",
        "похоже на карту, но не по правилу карты: хранится как неидентифицированный",
    ),
    "rule.amount_missing": ("no amount", "нет суммы"),
    "rule.amount_unreadable": ("the amount is not a number", "сумма — не число"),
    "rule.amount_too_large": (
        "the amount exceeds 100 billion roubles",
        "сумма больше 100 миллиардов рублей",
    ),
    "rule.amount_above_limit": (
        "the amount exceeds --max-amount",
        "сумма больше --max-amount",
    ),
    "rule.amount_finer_than_kopeck": (
        "the amount has parts of a kopeck",
        "в сумме есть доли копейки",
    ),
    "rule.amount_negative": (
        "a return: kept, no purchase, taken off the card's total",
        "возврат: хранится, не покупка, вычитается из суммы карты",
    ),
    "rule.amount_zero": (
        "a cheque of nothing: kept, no purchase",
        "нулевой чек: хранится, не покупка",
    ),
    "rule.paid_unreadable": ("the paid sum is not a number", "оплата — не число"),
    "rule.paid_too_large": (
        "the paid sum exceeds 100 billion roubles",
        "оплата больше 100 миллиардов рублей",
    ),
    "rule.paid_finer_than_kopeck": (
        "the paid sum has parts of a kopeck",
        "в оплате есть доли копейки",
    ),
    "rule.bonus_earned_unreadable": (
        "the earned bonus is not a number",
        "начисленный бонус — не число",
    ),
    "rule.bonus_earned_too_large": (
        "the earned bonus exceeds 100 billion",
        "начисленный бонус больше 100 миллиардов",
    ),
    "rule.bonus_earned_finer_than_kopeck": (
        "the earned bonus has more than two decimals",
        "в начисленном бонусе больше двух знаков после запятой",
    ),
    "rule.bonus_spent_unreadable": (
        "the spent bonus is not a number",
        "списанный бонус — не число",
    ),
    "rule.bonus_spent_too_large": (
        "the spent bonus exceeds 100 billion",
        "списанный бонус больше 100 миллиардов",
    ),
    "rule.bonus_spent_finer_than_kopeck": (
        "the spent bonus has more than two decimals",
        "в списанном бонусе больше двух знаков после запятой",
    ),
    "rule.row_repeated": (
        "the same row again, with --identical reject",
        "та же строка ещё раз, при --identical reject",
    ),
    "rule.row_identical": (
        "the row agrees in every column with an earlier one of the load",
        "строка во всех колонках совпадает с более ранней строкой загрузки",
    ),
    "rule.row_mended": (
        "a row of the quarantine that was mended before: left as it is",
        "строка карантина, исправленная раньше: оставлена как есть",
    ),
    "rule.document_on_two_cards": (
        "one document of a shop and day stands on two cards: both are kept",
        "один документ магазина за день записан на две карты: хранятся оба чека",
    ),
    "rule.load_unfamiliar": (
        "a load that shares no card and no shop with the store; told before anything is stored",
        "загрузка, у которой с хранилищем нет ни общей карты, ни общего магазина; сказано до"
        " сохранения",
    ),
    "rule.rows_late": (
        "rows from before the last day that was stored",
        "строки раньше последнего дня, который был в хранилище",
    ),
    "rule.month_partial": (
        "the first or the last month is not there from end to end",
        "первый или последний месяц неполный",
    ),
    "rule.shop_gap": (
        "a shop, or all of them, silent for longer than it ever is",
        "магазин или вся сеть молчит дольше обычного",
    ),
    "rule.shop_silent": (
        "a shop that sells no more while the others do",
        "магазин больше не продаёт, а другие продают",
    ),
    "rule.till_as_card": (
        "a card with more cheques than a person has",
        "карта, на которой больше чеков, чем бывает у человека",
    ),
    "rule.till_as_id": (
        "a throw-away id with more cheques than a person has",
        "одноразовый номер, на котором больше чеков, чем бывает у человека",
    ),
    "rule.identified_jump": (
        "a shop's share of cheques with a card jumped from one month to the next",
        "доля чеков с картой в магазине резко изменилась от месяца к месяцу",
    ),
    "word.all_shops": ("all shops", "вся сеть"),
    "severity.reject": ("rejected", "отклоняется"),
    "severity.warn": ("kept, warned", "хранится, предупреждение"),
    "title.warnings": ("Warnings", "Предупреждения"),
    "title.rejects": ("Quarantine, rows", "Карантин, строк"),
    "title.rejects_by_load": ("By load", "По загрузкам"),
    "title.rejects_rows": ("Rows", "Строки"),
    "column.line": ("Line", "Строка"),
    "column.raw": ("Date · shop · card · amount …", "Дата · магазин · карта · сумма …"),
    "column.meaning": ("Meaning", "Что это"),
    "fact.mended": ("Left the quarantine", "Вышло из карантина"),
    "fact.returned": ("Rows back in quarantine", "Возвращено в карантин"),
    "note.more_warnings": (
        "{rest} more warnings; all of them: --format json",
        "ещё предупреждений: {rest}; все: --format json",
    ),
    "note.more_rejects": (
        "{rest} more rows; to mend them: -o FILE.xlsx, then --retry FILE.xlsx",
        "ещё строк: {rest}; чтобы исправить: -o FILE.xlsx, затем --retry FILE.xlsx",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "verb.rejects": (
        "List the rejected rows, write them to a file to mend, take them in after all.",
        "Показать отклонённые строки, записать их в файл для правки, принять их после правки.",
    ),
    "examples.rejects": (
        "rfma rejects\n"
        "rfma rejects --rule at_unreadable -o mend.xlsx\n"
        "rfma rejects --retry mend.xlsx\n"
        "rfma rejects --recheck --floor 1995-01-01",
    )
    * 2,
    "help.identical": (
        "A row that repeats an earlier one of the load in every column: stored once, all, reject.",
        "Строка, во всех колонках равная более ранней в загрузке: хранить once, all или reject.",
    ),
    "help.floor": (
        "Reject cheques before this day.",
        "Отклонять чеки раньше этого дня.",
    ),
    "help.max_amount": (
        "Reject amounts beyond this one, returns too.",
        "Отклонять суммы больше этой, возвраты тоже.",
    ),
    "help.max_rejects": (
        "Store nothing where a larger share of the rows is rejected.",
        "Ничего не сохранять, если отклонена большая доля строк.",
    ),
    "help.rejects_rule": (
        "Only rows that break this rule; may be repeated.",
        "Только строки, нарушающие это правило; можно повторять.",
    ),
    "help.rejects_load": ("Only rows of this load.", "Только строки этой загрузки."),
    "help.rejects_limit": ("At most so many rows.", "Не больше стольких строк."),
    "help.retry": (
        "Take in the rows of a file that -o wrote and that was mended since.",
        "Принять строки файла, записанного через -o и исправленного.",
    ),
    "help.recheck": (
        "Check the rejected rows again as they are, with the limits given now.",
        "Проверить отклонённые строки снова как есть, с нынешними пределами.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "load.declined": (
        "Nothing was stored in {store}.",
        "В {store} ничего не сохранено.",
    ),
    "load.declined.hint": (
        "a store of its own for these cheques: rfma ingest … --store PATH",
        "отдельное хранилище для этих чеков: rfma ingest … --store ПУТЬ",
    ),
    "load.too_many_rejected": (
        "{rejected} of {read} rows of {source} ({share}) are rejected, more than {at_most}, so"
        " nothing was stored: {rules}. The first ones: {examples}.",
        "Отклонено строк: {rejected} из {read} в {source} ({share}), больше {at_most}, поэтому"
        " ничего не сохранено: {rules}. Первые: {examples}.",
    ),
    "load.too_many_rejected.hint": (
        "look with --dry-run and mend the source or --columns; to store it anyway: --max-rejects"
        " 100%",
        "посмотрите через --dry-run и исправьте источник или --columns; сохранить всё равно:"
        " --max-rejects 100%",
    ),
    "option.no_share": (
        "{option} takes a share such as 5% or 0.05, not {got!r}.",
        "{option} принимает долю, например 5% или 0.05, а не {got!r}.",
    ),
    "option.no_amount": (
        "{option} takes an amount in roubles such as 100000, not {got!r}.",
        "{option} принимает сумму в рублях, например 100000, а не {got!r}.",
    ),
}
