"""Words about where a store lies, and which store it is: key → (English, Russian)."""

Words = dict[str, tuple[str, str]]

LABELS: dict[str, tuple[str, str]] = {
    "diff.store_id": ("Identity of the store", "Идентификатор хранилища"),
}

HELP: dict[str, tuple[str, str]] = {}

FAULTS: dict[str, tuple[str, str]] = {
    "store.bad_name": (
        "The path {path} contains {found}, which a store's path cannot.",
        "В пути {path} есть {found}, для хранилища это невозможно.",
    ),
    "store.bad_name.hint": (
        "choose a path without \\, % codes, line breaks and bytes that are not UTF-8 "
        "(in an object store also without # and ?); "
        "a store that lies there already can be moved as it is",
        "выберите путь без \\, кодов с %, переводов строк и байтов не в UTF-8 "
        "(в объектном хранилище и без # и ?); "
        "хранилище, которое уже там лежит, можно просто перенести",
    ),
    "store.no_path": (
        "The path of the store is empty.",
        "Путь к хранилищу пуст.",
    ),
    "store.no_path.hint": (
        "name a directory: --store PATH",
        "назовите каталог: --store PATH",
    ),
    "store.unreachable": (
        "The path {path} cannot be followed: {reason}.",
        "Путь {path} никуда не ведёт: {reason}.",
    ),
    "store.unreachable.hint": (
        "choose another directory: --store PATH",
        "выберите другой каталог: --store PATH",
    ),
    "store.long_name": (
        "The name {name} in the path of the store is longer than {most} bytes.",
        "Имя {name} в пути к хранилищу длиннее {most} байт.",
    ),
    "store.long_name.hint": (
        "choose a shorter name: --store PATH",
        "выберите имя короче: --store PATH",
    ),
    "store.long_path": (
        "The path of the store is longer than {most} bytes.",
        "Путь к хранилищу длиннее {most} байт.",
    ),
    "store.long_path.hint": (
        "choose a shorter path: --store PATH",
        "выберите путь короче: --store PATH",
    ),
    "store.gone": (
        "The store {path} was removed, made anew or cleaned while it was read.",
        "Хранилище {path} удалили, создали заново или очистили, пока его читали.",
    ),
    "store.gone.hint": (
        "ask again",
        "повторите запрос",
    ),
    "diff.rebuilt": (
        "The store at {path} was made anew between the two runs.",
        "Хранилище {path} создали заново между двумя расчётами.",
    ),
    "diff.rebuilt.hint": (
        "causes are told from the tables of cards",
        "причины названы по таблицам карт",
    ),
    "diff.made_anew": (
        "The store at {path} was made anew since the run {file}.",
        "Хранилище {path} создали заново после расчёта {file}.",
    ),
    "diff.made_anew.hint": (
        "causes are told from the tables of cards",
        "причины названы по таблицам карт",
    ),
    "store.log_short": (
        "The log {path} does not tell how version {version} came about.",
        "Журнал {path} не говорит, как появилась версия {version}.",
    ),
    "store.log_short.hint": (
        "bring the log back from a backup, then check the store: rfma verify",
        "верните журнал из резервной копии, затем проверьте хранилище: rfma verify",
    ),
    "store.newer": (
        "The store at {path} has format {found}; this program knows format {known}.",
        "Хранилище {path} имеет формат {found}; программа знает формат {known}.",
    ),
    "store.newer.hint": (
        "a newer rfma wrote it: install that version.",
        "его записала более новая rfma: установите её.",
    ),
    "store.older": (
        "The store at {path} has the old format {found}; this program knows format {known}.",
        "Хранилище {path} имеет старый формат {found}; программа знает формат {known}.",
    ),
    "store.older.hint": (
        "ingest the sources into a new store, or use the version of rfma that wrote it.",
        "загрузите источники в новое хранилище или возьмите версию rfma, которая его записала.",
    ),
    "store.is_table": (
        "{path} is a Delta table of another program, no store.",
        "{path} — таблица Delta другой программы, а не хранилище.",
    ),
    "store.is_table.hint": (
        "save its rows as Parquet and ingest those: rfma ingest FILE.parquet --store PATH",
        "сохраните её строки в Parquet и загрузите: rfma ingest FILE.parquet --store PATH",
    ),
    "store.is_directory": (
        "{path} is a directory of Parquet files, no store.",
        "{path} — каталог файлов Parquet, а не хранилище.",
    ),
    "store.is_directory.hint": (
        "ingest it into a store of its own: rfma ingest {path} --store PATH",
        "загрузите его в отдельное хранилище: rfma ingest {path} --store PATH",
    ),
    "store.protocol": (
        "{path} asks for more than this program's Delta knows: {reason}.",
        "{path} требует возможностей Delta, которых программа не знает: {reason}.",
    ),
    "store.protocol.hint": (
        "another program has changed the table; a newer rfma may know how to read it.",
        "таблицу изменила другая программа; её, возможно, прочитает более новая rfma.",
    ),
    "store.unwritable.hint": (
        "choose a directory that may be written: --store PATH",
        "выберите каталог, доступный для записи: --store PATH",
    ),
    "store.not_local": (
        "The store at {path} is not on this machine; gc sweeps only local ones.",
        "Хранилище {path} не на этой машине; gc убирает только локальные.",
    ),
    "store.not_local.hint": (
        "copy it to this machine, or let the object store expire old files.",
        "скопируйте его на эту машину или настройте удаление старых файлов в облаке.",
    ),
    "store.locked": (
        "The store at {path} is being written by another process ({holder});"
        " it was waited for {seconds} s.",
        "Хранилище {path} сейчас меняет другой процесс ({holder}); ожидание {seconds} с"
        " не помогло.",
    ),
    "store.locked.hint": (
        "nothing was changed: repeat the command later, or let it wait longer with --wait.",
        "ничего не изменено: повторите команду позже или увеличьте ожидание: --wait.",
    ),
    "store.write_failed": (
        "The store at {path} cannot be written: {reason}.",
        "В хранилище {path} нельзя записать: {reason}.",
    ),
    "store.write_failed.hint": (
        "the store is as it was before; mend the cause and repeat the command.",
        "хранилище осталось прежним; устраните причину и повторите команду.",
    ),
    "store.file_missing": (
        "The file {path} of the store is gone.",
        "Файл хранилища {path} пропал.",
    ),
    "store.file_missing.hint": (
        "restore it from a backup; without one, ingest the sources into a new store.",
        "верните его из резервной копии; если её нет, загрузите источники в новое хранилище.",
    ),
    "store.file_unreadable": (
        "The file {path} of the store cannot be read: {reason}.",
        "Файл хранилища {path} не читается: {reason}.",
    ),
    "store.file_size": (
        "The file {path} of the store has {found} bytes instead of the {written} written.",
        "Файл хранилища {path} занимает {found} байт вместо записанных {written}.",
    ),
    "store.file_size.hint": (
        "restore it from a backup; without one, ingest the sources into a new store.",
        "верните его из резервной копии; если её нет, загрузите источники в новое хранилище.",
    ),
    "store.file_changed": (
        "The file {path} of the store is damaged: its checksum is not the one written.",
        "Файл хранилища {path} повреждён: контрольная сумма не та, что при записи.",
    ),
    "store.file_changed.hint": (
        "restore it from a backup; without one, ingest the sources into a new store.",
        "верните его из резервной копии; если её нет, загрузите источники в новое хранилище.",
    ),
    "store.log_lost": (
        "The log of {path} is gone.",
        "Журнал таблицы {path} пропал.",
    ),
    "store.log_lost.hint": (
        "restore _delta_log from a backup; without one, ingest the sources into a new store.",
        "верните _delta_log из резервной копии; если её нет, загрузите источники в новое"
        " хранилище.",
    ),
    "store.log_damaged": (
        "The entry {path} of the store's log is damaged.",
        "Запись журнала хранилища {path} повреждена.",
    ),
    "store.log_damaged.hint": (
        "restore it from a backup; without one, ingest the sources into a new store.",
        "верните её из резервной копии; если её нет, загрузите источники в новое хранилище.",
    ),
    "store.log_gap": (
        "The entry {path} of the store's log is missing.",
        "В журнале хранилища нет записи {path}.",
    ),
    "store.log_gap.hint": (
        "restore it from a backup; without one, ingest the sources into a new store.",
        "верните её из резервной копии; если её нет, загрузите источники в новое хранилище.",
    ),
    "store.log_rows": (
        "The log of {path} names files with {found} rows; its newest entry tells {told}.",
        "Журнал {path} называет файлы на {found} строк, а его последняя запись — {told}.",
    ),
    "store.log_rows.hint": (
        "an entry of the log lost a part; restore it from a backup, or ingest the sources into a"
        " new store.",
        "запись журнала потеряла часть; верните её из резервной копии или загрузите источники в"
        " новое хранилище.",
    ),
    "store.log_foreign": (
        "The entry {path} of the store's log was not written by rfma, or is damaged.",
        "Запись журнала хранилища {path} сделана не rfma или повреждена.",
    ),
    "store.log_foreign.hint": (
        "only rfma may write to a store; restore it from a backup, or ingest the sources into a"
        " new store.",
        "хранилище может менять только rfma; верните запись из резервной копии или загрузите"
        " источники в новое хранилище.",
    ),
    "store.log_unreadable": (
        "The log of {path} cannot be read: {reason}.",
        "Журнал {path} не читается: {reason}.",
    ),
    "store.shortcut_damaged": (
        "{path} names a checkpoint of the log that is not there.",
        "{path} называет контрольную точку журнала, которой нет.",
    ),
    "store.shortcut_damaged.hint": (
        "it is a shortcut only: remove the file and repeat the command.",
        "это лишь подсказка: удалите файл и повторите команду.",
    ),
}
