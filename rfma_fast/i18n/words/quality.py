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
    "warning.card_malformed": (
        "ids that look like cards but break the card rule: {rows} rows, kept as unidentified"
        " ({examples})",
        "номера похожи на карты, но не по правилу карты: строк {rows}, хранятся как"
        " неидентифицированные ({examples})",
    ),
    "warning.amount_negative": ("returns: {rows} rows, kept", "возвраты: строк {rows}, сохранены"),
    "warning.amount_zero": (
        "cheques of nothing: {rows} rows, kept",
        "нулевые чеки: строк {rows}, сохранены",
    ),
    "warning.row_identical": (
        "rows that agree in every column with an earlier row of this load: {rows}",
        "строки, во всех колонках равные более ранней строке этой загрузки: {rows}",
    ),
    "warning.row_mended": (
        "rows that were mended before and stay as they are: {rows}",
        "строки, исправленные раньше, оставлены как есть: {rows}",
    ),
    "warning.document_on_two_cards": (
        "documents that stand on two cards of one shop on one day: {rows}, all kept",
        "документы, записанные на две карты в одном магазине за день: {rows}, все сохранены",
    ),
    "warning.load_unfamiliar": (
        "nothing of this load is known to the store at {store}: none of its {cards} cards and none"
        " of its shops ({shops}) is among the {stored} cheques there ({stored_shops})",
        "эта загрузка ничем не связана с хранилищем {store}: ни одной её карты (всего {cards}) и ни"
        " одного её магазина ({shops}) нет среди чеков в нём ({stored}; {stored_shops})",
    ),
    "warning.rows_late": (
        "rows from before {before}, the last day that was stored: {rows} ({months}); the"
        " segments of these months and later ones may change",
        "строки раньше {before}, последнего дня в хранилище: {rows} ({months}); сегменты этих"
        " и более поздних месяцев могут измениться",
    ),
    "warning.month_partial": (
        "{month} is partial: {first} to {last}, {missing} days missing",
        "{month} неполный: {first} — {last}, не хватает дней: {missing}",
    ),
    "warning.shop_gap": (
        "{shop}: no cheque for {days} days, {since} to {until}",
        "{shop}: нет чеков {days} дн., {since} — {until}",
    ),
    "warning.shop_silent": (
        "{shop}: no cheque since {last}, on {days} days on which others sold",
        "{shop}: нет чеков после {last}, дней, когда другие продавали: {days}",
    ),
    "warning.till_as_card": (
        "cards that look like tills: {ids}; the largest is {id}: {rows} cheques at {shop},"
        " at most {a_day} a day",
        "карты, похожие на кассы: {ids}; самая крупная {id}: чеков {rows}, {shop}, за день до"
        " {a_day}",
    ),
    "warning.till_as_id": (
        "throw-away ids that look like tills: {ids}; the largest is {id}: {rows} cheques at"
        " {shop}, at most {a_day} a day",
        "одноразовые номера, похожие на кассы: {ids}; самый крупный {id}: чеков {rows}, {shop},"
        " за день до {a_day}",
    ),
    "warning.identified_jump": (
        "{shop}: cheques with a card went from {share_before} in {before} ({cheques_before}"
        " cheques) to {share} in {month} ({cheques})",
        "{shop}: чеки с картой — {share_before} за {before} (чеков {cheques_before}), {share} за"
        " {month} ({cheques})",
    ),
    "word.all_shops": ("all shops", "вся сеть"),
    "word.undone": ("undone", "отменена"),
    "severity.reject": ("rejected", "отклоняется"),
    "severity.warn": ("kept, warned", "хранится, предупреждение"),
    "title.warnings": ("Warnings", "Предупреждения"),
    "title.rejects": ("Quarantine, rows", "Карантин, строк"),
    "title.rejects_by_load": ("By load", "По загрузкам"),
    "title.rejects_rows": ("Rows", "Строки"),
    "title.undone": ("Undone load", "Отменена загрузка"),
    "column.line": ("Line", "Строка"),
    "column.raw": ("Date · shop · card · amount …", "Дата · магазин · карта · сумма …"),
    "column.meaning": ("Meaning", "Что это"),
    "fact.mended": ("Left the quarantine", "Вышло из карантина"),
    "fact.undone_cheques": ("Cheques that left", "Убрано чеков"),
    "fact.undone_rejected": ("Rows that left the quarantine", "Убрано строк из карантина"),
    "fact.returned": ("Rows back in quarantine", "Возвращено в карантин"),
    "note.more_warnings": (
        "{rest} more warnings; all of them: --format json",
        "ещё предупреждений: {rest}; все: --format json",
    ),
    "note.more_rejects": (
        "{rest} more rows; to mend them: -o FILE.xlsx, then --retry FILE.xlsx",
        "ещё строк: {rest}; чтобы исправить: -o FILE.xlsx, затем --retry FILE.xlsx",
    ),
    "talk.undoing": ("Undoing", "Отмена"),
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
    "verb.undo": (
        "Take a load back: its rows leave the store, all or none.",
        "Отменить загрузку: её строки уходят из хранилища, все или ни одной.",
    ),
    "examples.undo": ("rfma status\nrfma undo 3",) * 2,
    "help.undo_load": (
        "The number of the load, as rfma status shows it.",
        "Номер загрузки, как его показывает rfma status.",
    ),
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
    "undo.unknown": (
        "The store at {path} has no load {load}; it has {known}.",
        "В хранилище {path} нет загрузки {load}; есть {known}.",
    ),
    "undo.done": (
        "Load {load} ({source}) of {path} is undone already.",
        "Загрузка {load} ({source}) в {path} уже отменена.",
    ),
    "undo.history_gone": (
        "The notes of the first loads of {path} are gone, so it is unknown whether others brought"
        " the rows of load {load}, too.",
        "Записи о первых загрузках {path} утеряны; неизвестно, были ли строки загрузки {load} и в"
        " других загрузках.",
    ),
    "undo.history_gone.hint": (
        "ingest the sources that count into a new store: --store PATH",
        "загрузите нужные источники в новое хранилище: --store PATH",
    ),
    "undo.shared": (
        "Load {later} ({source}) brought rows of load {load}, too: {cheques} cheques and {rejected}"
        " rejected rows, which would be lost.",
        "Загрузка {later} ({source}) тоже принесла строки загрузки {load}: чеков {cheques},"
        " отклонённых строк {rejected}; они бы пропали.",
    ),
    "undo.shared.hint": (
        "rfma undo {later}, then rfma undo {load}, then ingest {source} again.",
        "rfma undo {later}, затем rfma undo {load}, затем снова загрузите {source}.",
    ),
    "undo.mended": (
        "Load {later} mended rejected rows of load {load}: {rejected}.",
        "Загрузка {later} исправила отклонённые строки загрузки {load}: {rejected}.",
    ),
    "undo.mended.hint": (
        "rfma undo {later}, then rfma undo {load}.",
        "rfma undo {later}, затем rfma undo {load}.",
    ),
    "undo.conflict": (
        "A load was committed to {path} meanwhile; nothing was undone.",
        "Тем временем в {path} записана загрузка; ничего не отменено.",
    ),
    "undo.conflict.hint": ("repeat the same command.", "повторите ту же команду."),
    "retry.twice": (
        "{path} has the row {place} twice.",
        "В {path} строка {place} стоит дважды.",
    ),
    "retry.twice.hint": (
        "each row of the quarantine becomes one cheque; ingest what is new as a file of its own.",
        "каждая строка карантина становится одним чеком; новое загрузите отдельным файлом.",
    ),
    "retry.unknown": (
        "{path} has rows that are not in the quarantine: {rows}, the first is {place}.",
        "В {path} есть строки, которых нет в карантине: {rows}, первая {place}.",
    ),
    "retry.unknown.hint": (
        "leave load, source and line as rfma rejects -o wrote them.",
        "не меняйте load, source и line, записанные через rfma rejects -o.",
    ),
    "retry.no_place": (
        "{path} lacks the columns {missing}.",
        "В {path} нет колонок {missing}.",
    ),
    "retry.no_place.hint": (
        "mend a file that rfma rejects -o wrote, and leave its columns.",
        "правьте файл, записанный через rfma rejects -o, и не удаляйте колонки.",
    ),
    "retry.file_decides": (
        "With --retry the file says which rows are taken; --recheck, --rule and --load do not go"
        " with it.",
        "С --retry строки задаёт файл; --recheck, --rule и --load с ним не сочетаются.",
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
