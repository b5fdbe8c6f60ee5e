"""Words of what a load warns of, and of taking it back."""

LABELS: dict[str, tuple[str, str]] = {
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
    "word.undone": ("undone", "отменена"),
    "title.undone": ("Undone load", "Отменена загрузка"),
    "fact.undone_cheques": ("Cheques that left", "Убрано чеков"),
    "fact.undone_rejected": ("Rows that left the quarantine", "Убрано строк из карантина"),
    "talk.undoing": ("Undoing", "Отмена"),
}

HELP: dict[str, tuple[str, str]] = {
    "verb.undo": (
        "Take a load back: its rows leave the store, all or none.",
        "Отменить загрузку: её строки уходят из хранилища, все или ни одной.",
    ),
    "examples.undo": ("rfma status\nrfma undo 3",) * 2,
    "help.undo_load": (
        "The number of the load, as rfma status shows it.",
        "Номер загрузки, как его показывает rfma status.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
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
}
