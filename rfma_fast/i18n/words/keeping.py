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
}
