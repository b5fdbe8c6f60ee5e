"""Words of ``rfma diff``: two saved runs, compared."""

LABELS: dict[str, tuple[str, str]] = {
    "diff.title": ("Two runs, by {level}", "Два расчёта, уровень: {level}"),
    "diff.what": ("What", "Что"),
    "diff.first": ("First", "Первый"),
    "diff.second": ("Second", "Второй"),
    "diff.differs": ("Differs", "Отличие"),
    "diff.yes": ("≠", "≠"),
    "diff.title_facts": ("What the runs are made from", "Из чего сделаны расчёты"),
    "diff.title_causes": (
        "Why cards moved: {moved} of {cards}",
        "Почему карты перешли: {moved} из {cards}",
    ),
    "diff.title_flows": (
        "The {count} greatest of {all} flows",
        "Крупнейшие переходы: {count} из {all}",
    ),
    "diff.cause": ("Cause", "Причина"),
    "diff.data": ("Data", "Данные"),
    "diff.date": ("As-of date, period, shops", "Дата анализа, период, аптеки"),
    "diff.borders": ("Borders", "Границы"),
    "diff.scheme": ("Scheme", "Схема"),
    "diff.program": ("Program, or unknown", "Программа или неизвестно"),
    "diff.data_or_date": ("Data or as-of date", "Данные или дата анализа"),
    "diff.date_or_borders": (
        "As-of date, borders or scheme",
        "Дата анализа, границы или схема",
    ),
    "diff.borders_or_scheme": ("Borders or scheme", "Границы или схема"),
    "diff.store": ("Store", "Хранилище"),
    "diff.version": ("Store version", "Версия хранилища"),
    "diff.rows": ("Stored cheques", "Чеков в хранилище"),
    "diff.as_of": ("As of", "Дата анализа"),
    "diff.since": ("Since", "С даты"),
    "diff.shops": ("Shops", "Аптеки"),
    "diff.border_of": ("Borders of {axis}", "Границы {axis}"),
    "diff.code": ("Scheme", "Схема"),
    "diff.digest": ("Its digest", "Её отпечаток"),
    "diff.program_version": ("Program", "Программа"),
    "diff.nothing": (
        "Nothing changed: the runs are made from the same and say the same.",
        "Ничего не изменилось: расчёты сделаны из одного и того же и говорят одно и то же.",
    ),
    "diff.no_move": (
        "No card is in another group.",
        "Ни одна карта не сменила группу.",
    ),
    "diff.order_replayed": (
        "each card has the first cause, in this order, that put it into another group: both runs"
        " were computed again.",
        "у карты названа первая в этом порядке причина, сменившая её группу: оба расчёта"
        " повторены.",
    ),
    "diff.order_tables": (
        "causes are told from the tables of cards alone: other purchases are data or date, the same"
        " measures in another grade are borders or scheme, another day may be any of these.",
        "причины определены по одним таблицам карт: другие покупки — данные или дата, те же"
        " показатели с другим грейдом — границы или схема, а другой день — и то и другое.",
    ),
    "diff.note_not_replayed": (
        "the runs could not be computed again, so that causes are told apart less well: {reason}",
        "повторить расчёты не удалось, поэтому причины разделены хуже: {reason}",
    ),
    "diff.note_no_tables": (
        "without the store and without both tables of cards no card can be told to have moved.",
        "без хранилища и без обеих таблиц карт нельзя сказать, какие карты перешли.",
    ),
    "diff.note_sizes": (
        "{path} has other sizes when it is computed again; which cards those are cannot be told"
        " without its table of cards.",
        "при повторном расчёте размеры групп в {path} другие; какие это карты, без таблицы карт"
        " сказать нельзя.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "verb.diff": (
        "Tell what differs between two saved segmentations, and why which cards moved.",
        "Показать, чем отличаются два сохранённых расчёта и почему какие карты перешли.",
    ),
    "examples.diff": (
        "rfma segment --as-of 2022-03-01 --cards march.parquet\n"
        "rfma segment --cards june.parquet\n"
        "rfma diff march.parquet june.parquet\n"
        "rfma diff march.json june.json --level warmth --cards moved.csv",
    )
    * 2,
    "help.diff_before": (
        "The first run: the JSON of rfma segment, or its file of --cards.",
        "Первый расчёт: JSON от rfma segment или его файл --cards.",
    ),
    "help.diff_after": ("The second run.", "Второй расчёт."),
    "help.diff_level": (
        "The level whose groups are compared; by default region, else the coarsest.",
        "Уровень, группы которого сравниваются; по умолчанию region, иначе самый крупный.",
    ),
    "help.diff_cards": (
        "Write the cards that moved, with their cause, to this file.",
        "Записать перешедшие карты с причиной в этот файл.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "run.unknown_suffix": (
        "{path} is not a file of a run.",
        "{path} — не файл расчёта.",
    ),
    "run.unknown_suffix.hint": (
        "a run is a .json of rfma segment, or the .parquet, .xlsx or .csv of its --cards.",
        "расчёт — это .json от rfma segment либо .parquet, .xlsx или .csv от --cards.",
    ),
    "run.csv_alone": (
        "{path} does not say what it was made from, and {beside} is not there.",
        "{path} не говорит, из чего сделан, а файла {beside} нет.",
    ),
    "run.csv_alone.hint": (
        "write both at once: rfma segment --cards {path} -o {beside}",
        "запишите оба сразу: rfma segment --cards {path} -o {beside}",
    ),
    "run.other_csv": (
        "The cards of {path} are not those that {beside} tells of: the sizes of groups differ.",
        "Карты в {path} — не те, о которых говорит {beside}: размеры групп расходятся.",
    ),
    "run.other_csv.hint": (
        "write both at once: rfma segment --cards {path} -o {beside}",
        "запишите оба сразу: rfma segment --cards {path} -o {beside}",
    ),
    "run.no_note": (
        "{path} does not say what it was made from.",
        "{path} не говорит, из чего сделан.",
    ),
    "run.no_note.hint": (
        "write it with: rfma segment --cards FILE",
        "запишите его командой: rfma segment --cards FILE",
    ),
    "run.other": (
        "{path} is not the JSON of one segmentation.",
        "{path} — не JSON одной сегментации.",
    ),
    "run.other.hint": (
        "write it with: rfma segment -o FILE.json",
        "запишите его командой: rfma segment -o FILE.json",
    ),
    "run.faulty": (
        "{path} is damaged or was written by another program: {reason}.",
        "{path} повреждён или записан другой программой: {reason}.",
    ),
    "diff.two_stores": (
        "The runs come from two stores, {before} and {after}.",
        "Расчёты сделаны по двум хранилищам, {before} и {after}.",
    ),
    "diff.other_store": (
        "The store at {path} has {rows} cheques in version {version}, the run had {wanted}.",
        "В хранилище {path} в версии {version} чеков {rows}, а в расчёте было {wanted}.",
    ),
    "diff.no_scheme": (
        "The scheme {scheme} with the digest {digest} of {path} is not to be had any more.",
        "Схемы {scheme} с отпечатком {digest} из {path} больше нет.",
    ),
    "diff.other_unit": (
        "One run has a row a card, the other a row a card and shop.",
        "В одном расчёте строка на карту, в другом — на карту и аптеку.",
    ),
    "store.no_version": (
        "The store at {path} holds version {version} no longer.",
        "В хранилище {path} версии {version} больше нет.",
    ),
}
