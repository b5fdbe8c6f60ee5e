"""Words of what keeps a store whole: verify, gc, damage, crashes."""

LABELS: dict[str, tuple[str, str]] = {
    "title.verify": ("Verification", "Проверка хранилища"),
    "title.checks": ("Checks", "Проверки"),
    "title.export": ("Written for other programs", "Выгружено для других программ"),
    "talk.exporting": ("Writing for other programs", "Выгрузка для других программ"),
    "fact.months_written": ("Months written now", "Из них записано сейчас"),
    "note.export_kept": (
        "later loads and undos keep it current, until the directory is removed.",
        "следующие загрузки и отмены обновляют его, пока каталог не удалён.",
    ),
    "note.export_once": (
        "the store lies in an object store: after a load, run the export again.",
        "хранилище лежит в объектном хранилище: после загрузки повторите выгрузку.",
    ),
    "title.gc": ("Removed", "Удалено"),
    "title.gc_dry": ("Would be removed", "Было бы удалено"),
    "head.version": ("version {version}", "версия {version}"),
    "column.check": ("Check", "Проверка"),
    "column.looked_at": ("Looked at", "Просмотрено"),
    "column.findings": ("Findings", "Нарушений"),
    "column.expected": ("Expected", "Ожидалось"),
    "column.found": ("Found", "Найдено"),
    "column.leftover": ("What", "Что"),
    "column.files": ("Files", "Файлов"),
    "word.everything": ("everything", "полностью"),
    "word.samples": ("samples, seed {seed}", "выборочно, зерно {seed}"),
    "check.log": ("Logs: rows of the version", "Журналы: число строк версии"),
    "check.months": ("Months: one file each", "Месяцы: по одному файлу"),
    "check.present": ("Files: there, of the told size", "Файлы: на месте, нужного размера"),
    "check.checksums": ("Files: checksums", "Файлы: контрольные суммы"),
    "check.rows": ("Files: readable, of the told rows", "Файлы: читаются, строк сколько сказано"),
    "check.days": ("Months: only their own days", "Месяцы: только свои дни"),
    "check.order": (
        "Months: sorted",
        "Месяцы: по порядку",
    ),
    "check.keys": ("Keys: without gaps, one a card", "Ключи: без пропусков, один на карту"),
    "check.printed": ("Cards of cheques: known by key", "Карты чеков: известны по ключу"),
    "check.loads": ("Loads: rows as told", "Загрузки: строк сколько сказано"),
    "check.quarantine": ("Quarantine: no row twice", "Карантин: строки без повторов"),
    "check.checkpoints": (
        "Checkpoints: as the cheques give",
        "Контрольные точки: как по чекам",
    ),
    "check.groups": ("Cards: one class, one group a level", "Карты: один класс, одна группа"),
    "check.grades": ("Equal values: equal grades", "Равные значения: равные оценки"),
    "check.sums": ("Levels: add up to the cheques", "Уровни: сходятся с чеками"),
    "check.horizon": ("As-of days: nothing later read", "Даты анализа: позже не читалось"),
    "check.second_opinion": ("Cards: DuckDB agrees", "Карты: DuckDB согласна"),
    "leftover.staging": ("Put aside by dead loads", "Отложено прерванными загрузками"),
    "leftover.unfinished": ("Written, never committed", "Записано, но не принято"),
    "leftover.version": ("Of old versions only", "Только для старых версий"),
    "leftover.checkpoint": ("Checkpoints of no use", "Ненужные контрольные точки"),
    "note.all_holds": ("all that was looked at holds.", "всё, что просмотрено, в порядке."),
    "note.not_run": (
        "the checks marked with a dash rest on those that found something; mend that first.",
        "проверки с прочерком опираются на те, что нашли нарушения; исправьте сначала их.",
    ),
    "note.no_checksum": (
        "files without a checksum, written by an older version of rfma: {files}.",
        "файлов без контрольной суммы (их записала прежняя версия rfma): {files}.",
    ),
    "note.spared": (
        "files left alone, since a load of another machine might be writing them: {files};"
        " --spare-minutes 0 removes them, too.",
        "не тронуто файлов, которые может писать загрузка с другой машины: {files};"
        " --spare-minutes 0 удалит и их.",
    ),
    "note.no_leftovers": ("there is nothing of no use.", "ничего лишнего нет."),
    "note.gc_dry": ("nothing was removed.", "ничего не удалено."),
    "talk.verifying": ("Checking", "Проверка"),
    "talk.waiting": (
        "Waiting for another writer of the store: {holder}.",
        "Хранилище сейчас меняет другой процесс, жду: {holder}.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "verb.verify": (
        "Check files, tables and answers of the store; exit code 3 where something does not hold.",
        "Проверить файлы, таблицы и ответы хранилища; код выхода 3, если есть нарушения.",
    ),
    "examples.verify": ("rfma verify\nrfma verify --full --format json",) * 2,
    "verb.gc": (
        "Remove what dead loads left and what only old versions need.",
        "Удалить остатки прерванных загрузок и файлы, нужные только старым версиям.",
    ),
    "examples.gc": ("rfma gc --dry-run\nrfma gc --keep-days 30",) * 2,
    "help.full": (
        "Look at everything: all months, dates, checkpoints and cards instead of samples.",
        "Просмотреть всё: все месяцы, даты, контрольные точки и карты, а не выборку.",
    ),
    "help.verify_seed": (
        "Which samples are looked at.",
        "Какие выборки просматривать.",
    ),
    "help.gc_dry_run": (
        "Only say what would be removed.",
        "Только сказать, что было бы удалено.",
    ),
    "help.keep_days": (
        "Keep what any version of so many last days needs.",
        "Хранить то, что нужно любой версии за столько последних дней.",
    ),
    "help.spare_minutes": (
        "Spare files younger than this that no version knows.",
        "Не трогать файлы моложе этого, о которых не знает ни одна версия.",
    ),
    "help.wait": (
        "Wait so long for another command that writes to the store.",
        "Столько ждать другую команду, которая меняет хранилище.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "export.not_local": (
        "{path} is not a directory of this machine.",
        "{path} — не каталог этой машины.",
    ),
    "export.not_local.hint": (
        "export to a directory, then copy it to where it is needed.",
        "выгрузите в каталог, затем скопируйте его куда нужно.",
    ),
    "export.in_store": (
        "{path} lies in the store {store}, or around it.",
        "{path} лежит в хранилище {store} или вокруг него.",
    ),
    "export.in_store.hint": ("choose another directory.", "выберите другой каталог."),
    "export.not_ours": (
        "{path} holds something that this store did not export: {found}.",
        "В {path} лежит не выгрузка этого хранилища: {found}.",
    ),
    "export.not_ours.hint": (
        "choose a new directory, or remove this one.",
        "выберите новый каталог или удалите этот.",
    ),
    "export.unwritable": (
        "{path} cannot be written: {reason}.",
        "Не удалось записать {path}: {reason}.",
    ),
    "export.behind": (
        "The cheques are stored, but the export in {path} still shows the version before:"
        " {reason}.",
        "Чеки сохранены, но выгрузка в {path} показывает прежнюю версию: {reason}.",
    ),
    "export.behind.hint": (
        "mend the reason, then: rfma export {path}",
        "устраните причину, затем: rfma export {path}",
    ),
    "export.list_damaged": (
        "{path}, the list of exports, cannot be read.",
        "Список выгрузок {path} не читается.",
    ),
    "export.list_damaged.hint": (
        "remove it and export again; the cheques are not touched.",
        "удалите его и выгрузите снова; чеки это не затронет.",
    ),
    "option.negative": (
        "{option} {got} is less than nothing.",
        "{option} {got} меньше нуля.",
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
