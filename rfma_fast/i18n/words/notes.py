"""Words that stand beside figures: what they were fitted on, what to know, where they came from."""

LABELS: dict[str, tuple[str, str]] = {
    "fitted.days": (
        "Fitted on the {days} days up to {day}:",
        "Найдены за {days} дней по {day}:",
    ),
    "fitted.all": ("Fitted on the whole history up to {day}:", "Найдены за всё время по {day}:"),
    "fitted.fixed": ("fixed", "заданы"),
    "fitted.thresholds": ("other thresholds", "другие пороги"),
    "fitted.cards": ("cards ({count})", "карты ({count})"),
    "fitted.cheques": (
        "all cheques, with and without a card ({count})",
        "все чеки, с картой и без ({count})",
    ),
    "fitted.identified_cheques": ("cheques with a card ({count})", "чеки с картой ({count})"),
    "fitted.own_cheques": ("the scheme's own cheques ({count})", "чеки самой схемы ({count})"),
    "fitted.gaps": (
        "gaps between purchases ({count})",
        "перерывы между покупками ({count})",
    ),
    "note.revenue_paid": (
        "revenue, totals and mean cheques are of what was paid, after discounts: the scheme"
        " measures money so. The overview and statistics of a period take amounts before"
        " discounts.",
        "выручка, суммы и средние чеки — по оплаченному, после скидок: так меряет деньги схема."
        " Обзор и статистика за период берут суммы до скидок.",
    ),
    "note.levels_left_out": (
        "the terminal is too narrow for {levels}; -o FILE.csv has every level.",
        "терминал слишком узок для: {levels}; -o FILE.csv содержит все уровни.",
    ),
    "explain.checkpoint": (
        "{as_of}: from the checkpoint at the end of {checkpoint}; no cheque was read.",
        "{as_of}: из контрольной точки на конец {checkpoint}; чеки не читались.",
    ),
    "explain.checkpoint_and_months": (
        "{as_of}: from the checkpoint at the end of {checkpoint} and the cheques of {months}.",
        "{as_of}: из контрольной точки на конец {checkpoint} и чеков за {months}.",
    ),
    "explain.months": (
        "{as_of}: from the cheques of {count} months ({months}), since {reason}.",
        "{as_of}: из чеков за месяцы ({count}: {months}), потому что {reason}.",
    ),
    "explain.none_yet": (
        "no checkpoint lies before that day",
        "до этого дня нет контрольной точки",
    ),
    "explain.off": ("checkpoints are switched off", "контрольные точки выключены"),
    "explain.shops": (
        "checkpoints hold all shops together",
        "контрольные точки хранят все магазины вместе",
    ),
    "explain.since": (
        "checkpoints hold all cheques, not only those since {since}",
        "контрольные точки хранят все чеки, а не только начиная с {since}",
    ),
    "explain.returns": (
        'checkpoints net returns, and the scheme says returns = "{returns}"',
        'контрольные точки вычитают возвраты, а в схеме returns = "{returns}"',
    ),
    "explain.unit": (
        "checkpoints hold identified cards, and the scheme looks at other ids or at shops",
        "контрольные точки хранят идентифицированные карты, а схеме нужны другие номера"
        " или магазины",
    ),
    "explain.field": (
        "checkpoints do not hold what the scheme asks for ({field})",
        "контрольные точки не хранят того, что нужно схеме ({field})",
    ),
    "note.no_gaps": (
        "no card came twice yet, so the churn period is taken as 1 day.",
        "ни одна карта ещё не вернулась, поэтому период оттока принят за 1 день.",
    ),
    "note.returns_only": (
        "cards that only brought something back, not segmented: {cards}.",
        "карт только с возвратами, не сегментируются: {cards}.",
    ),
    "note.left_out": (
        "cards left out, since they bought less or more than the scheme allows: {cards}.",
        "карт исключено, покупок меньше или больше, чем допускает схема: {cards}.",
    ),
    "note.no_cheque_after": (
        "The store has no cheque after {last}: groups as of {as_of} are those of cards that bought"
        " nothing since.",
        "После {last} в хранилище нет чеков: группы на {as_of} показывают карты, ничего с тех пор"
        " не купившие.",
    ),
    "note.midnight": (
        "The scheme looks from the midnight at which {as_of} begins: cheques of that day do not"
        " count yet.",
        "Схема смотрит с полуночи, которой начинается {as_of}: чеки этого дня ещё не учтены.",
    ),
    "note.out_of_order": (
        "The thresholds of {axis} are out of order: {threshold} lies beyond the one before it, so"
        " no card can be “{grade}”. Groups made of that grade are empty, their neighbours too"
        " large. Fit the thresholds over other days ([fit] days of the scheme) or freeze some that"
        " suit: rfma thresholds fit.",
        "Пороги {axis} идут не по порядку: {threshold} заходит за предыдущий, поэтому грейда"
        " «{grade}» не получит ни одна карта. Группы из этого грейда пусты, соседние завышены."
        " Найдите пороги за другие дни ([fit] days схемы) или заморозьте подходящие:"
        " rfma thresholds fit.",
    ),
    "note.crowded": (
        "{cards} cards ({share}) lie within {step} of the threshold {threshold}: a small change of"
        " it moves them all to another grade.",
        "Не дальше {step} от порога {threshold} лежат карты: {cards} ({share}); малый сдвиг порога"
        " переводит их все в другой грейд.",
    ),
    "note.churn_grows": (
        "{threshold}, the churn period, still changes with the history: on its first four fifths"
        " it was {then} days, on all {days} days it is {now}. Gaps longer than the history cannot"
        " be seen yet, so more cards will come back than it says.",
        "{threshold}, период оттока, ещё меняется с историей: на первых четырёх пятых было {then},"
        " на всех днях ({days}) — {now}. Перерывы длиннее истории ещё не видны, так что вернётся"
        " больше карт, чем кажется.",
    ),
    "note.other_digest": (
        "the thresholds were fitted with another text of scheme {scheme}.",
        "пороги найдены с другим текстом схемы {scheme}.",
    ),
    "note.too_narrow": (
        "the matrix needs {needed} columns; widen the terminal, or write it with -o FILE.xlsx.",
        "матрице нужно колонок: {needed}; расширьте терминал или запишите её: -o FILE.xlsx.",
    ),
    "note.more_columns": (
        "more columns: {rest}; write them with -o FILE.csv, .parquet or .xlsx.",
        "ещё колонки: {rest}; запишите их: -o FILE.csv, .parquet или .xlsx.",
    ),
    "note.more_rows": (
        "{rest} more rows; write them with -o FILE.csv, .parquet or .xlsx.",
        "ещё строк: {rest}; запишите их: -o FILE.csv, .parquet или .xlsx.",
    ),
}

HELP: dict[str, tuple[str, str]] = {}

FAULTS: dict[str, tuple[str, str]] = {}
