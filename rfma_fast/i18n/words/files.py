"""Words of files of tills, 1C and Excel."""

LABELS: dict[str, tuple[str, str]] = {
    "title.files": ("Files, as understood", "Файлы, как они поняты"),
    "title.map": ("Fields and columns", "Поля и колонки"),
    "title.map_of": ("Fields and columns of {files}", "Поля и колонки: {files}"),
    "title.first_cheques": (
        "First rows, as they will be stored",
        "Первые строки, как они будут сохранены",
    ),
    "column.kind": ("Kind", "Вид"),
    "column.encoding": ("Encoding", "Кодировка"),
    "column.delimiter": ("Delimiter", "Разделитель"),
    "column.decimal": ("Decimals", "Дробь"),
    "column.dates": ("Dates", "Даты"),
    "column.compression": ("Packed", "Сжатие"),
    "column.type": ("Type", "Тип"),
    "column.moment": ("Date and time", "Дата и время"),
    "column.paid": ("Paid, ₽", "Оплачено, ₽"),
    "column.doc_id": ("Document", "Документ"),
    "date.day_first": ("day first", "сначала день"),
    "date.month_first": ("month first", "сначала месяц"),
    "date.year_first": ("year first", "сначала год"),
    "type.text": ("text", "текст"),
    "type.moment": ("date and time", "дата и время"),
    "type.number": ("number", "число"),
    "word.no_header": ("its first line is not a header", "первая строка — не заголовок"),
    "word.tab": ("tab", "табуляция"),
    "note.unused": ("columns that no field takes: {columns}.", "колонки без поля: {columns}."),
    "note.more_files": (
        "{rest} more files; --format json tells of all.",
        "ещё файлов: {rest}; все — с --format json.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "help.leave_out": (
        "Do not read what is called like this ('*.pdf', 'book.xlsx:Totals'); may be repeated.",
        "Не читать то, что называется так ('*.pdf', 'book.xlsx:Итоги'); можно несколько раз.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "csv.encoding": (
        "{path}: the text is neither UTF-8 nor plausible Russian in cp1251 or koi8-r.",
        "{path}: текст не в UTF-8 и не похож на русский в cp1251 или koi8-r.",
    ),
    "csv.encoding.hint": (
        'say which encoding it is in a column map, [csv] encoding = "cp1251",'
        " and give it with --columns map.toml",
        'назовите кодировку в карте колонок, [csv] encoding = "cp1251",'
        " и укажите её: --columns map.toml",
    ),
    "csv.long_header": (
        "{path}: the first {octets} bytes hold no end of a line: this is not a table of cheques.",
        "{path}: в первых {octets} байтах нет конца строки, это не таблица чеков.",
    ),
    "dates.ambiguous": (
        "{source}, line {line}, column {column}: {got} may be {one} or {two},"
        " and no date of the file tells which.",
        "{source}, строка {line}, колонка {column}: {got} — это {one} или {two},"
        " и ни одна дата файла этого не решает.",
    ),
    "dates.ambiguous.hint": (
        'say which in a column map, [csv] date = "{first}" or "{second}",'
        " and give it with --columns map.toml",
        'скажите это в карте колонок, [csv] date = "{first}" или "{second}",'
        " и укажите её: --columns map.toml",
    ),
    "dates.mixed": (
        "{source}, column {column}: the dates follow no one order: {got} in line {line}"
        " cannot begin with the day, {second} in line {other} cannot begin with the month.",
        "{source}, колонка {column}: у дат нет единого порядка: {got} в строке {line}"
        " не может начинаться с дня, {second} в строке {other} — с месяца.",
    ),
    "dates.mixed.hint": (
        'correct them, or say the order in a column map, [csv] date = "day-first" or'
        ' "month-first"; rows that do not fit it are then rejected.',
        'исправьте их или скажите порядок в карте колонок, [csv] date = "day-first" или'
        ' "month-first"; неподходящие строки будут отклонены.',
    ),
    "dates.zoned": (
        "{source}, column {column}: the moments carry a time zone ({got}),"
        " and it is not told where the clocks of the shops are.",
        "{source}, колонка {column}: у моментов есть часовой пояс ({got}),"
        " а где часы магазинов — не сказано.",
    ),
    "dates.zoned.hint": (
        'say it in a column map, [csv] zone = "Europe/Moscow", and give it with --columns map.toml',
        'скажите это в карте колонок, [csv] zone = "Europe/Moscow", и укажите её:'
        " --columns map.toml",
    ),
    "columns.several": (
        "{source}: the columns {columns} may all be {field}.",
        "{source}: колонки {columns} подходят полю {field}.",
    ),
    "columns.several.hint": (
        'say which it is in a column map, [columns] {field} = "{first}" and so on,'
        " and give it with --columns map.toml",
        'назовите нужную в карте колонок, [columns] {field} = "{first}" и так далее,'
        " и укажите её: --columns map.toml",
    ),
    "columns.twice": (
        "{source} has several columns {column}; which of them is {field} cannot be told.",
        "В {source} несколько колонок {column}; какая из них {field}, не понять.",
    ),
    "columns.twice.hint": (
        "give the columns different names.",
        "дайте колонкам разные имена.",
    ),
    "columns.unknown_preset": (
        "There is no column map {got}, neither a file nor one of: {known}.",
        "Нет карты колонок {got}: это не файл и не одна из: {known}.",
    ),
    "map.unknown_key": (
        "The column map {path} has an unknown key {got}; known: {known}.",
        "В карте колонок {path} неизвестный ключ {got}; есть: {known}.",
    ),
    "map.unfit": (
        "The column map {path}: {key} cannot be {got!r}.",
        "Карта колонок {path}: {key} не может быть {got!r}.",
    ),
    "map.unfit.hint": ("write one like {known}", "пишите, например, {known}"),
    "map.same_sign": (
        "The column map {path}: {got} cannot part both decimals and thousands.",
        "Карта колонок {path}: {got} не может отделять и дробь, и тысячи.",
    ),
    "excel.no_sheet": (
        "{path} has no sheet {got}; it has: {known}.",
        "В {path} нет листа {got}; есть: {known}.",
    ),
    "spool.unwritable": (
        "A temporary copy cannot be written to {path}: {reason}.",
        "Временную копию нельзя записать в {path}: {reason}.",
    ),
    "spool.unwritable.hint": (
        "make room there, or name another directory in the environment variable TMPDIR.",
        "освободите там место или назовите другой каталог в переменной окружения TMPDIR.",
    ),
    "source.left_over": (
        "{path} holds what is not read as cheques ({count}): {names}. Nothing was stored.",
        "В {path} есть то, что не читается как чеки ({count}): {names}. Ничего не сохранено.",
    ),
    "source.left_over.hint": (
        "leave it out by name, --leave-out '{first}' (patterns such as '*.pdf' too), or mend it.",
        "исключите по имени: --leave-out '{first}' (можно и шаблон '*.pdf') — либо исправьте.",
    ),
    "source.delta_table": (
        "{path} is a table of Delta Lake: not every file in it is still part of it.",
        "{path} — таблица Delta Lake: не каждый файл в каталоге ещё входит в неё.",
    ),
    "source.delta_table.hint": (
        "write it out as Parquet or CSV first, or read it where it is: --engine spark --source",
        "сначала выгрузите её в Parquet или CSV либо читайте на месте: --engine spark --source",
    ),
    "source.stdin_twice": (
        "Stdin, -, can be read only once.",
        "Стандартный ввод, -, можно прочитать только один раз.",
    ),
    "source.missing": ("There is no file or directory {path}.", "Нет файла или каталога {path}."),
    "source.empty_directory": (
        "{path} holds no file of CSV, Parquet, Arrow or Excel.",
        "В {path} нет файлов CSV, Parquet, Arrow и Excel.",
    ),
    "source.unknown_kind": (
        "{path}: the suffix {suffix} is not one of a source that can be read.",
        "{path}: суффикс {suffix} не обозначает источник, который можно прочитать.",
    ),
    "source.unknown_kind.hint": (
        "sources end in .csv, .txt, .tsv (also with .gz or .zst), .parquet, .pq, .arrow, .feather,"
        " .ipc, .xlsx, .xlsm, .xlsb, .xls, .ods or .zip.",
        "источники оканчиваются на .csv, .txt, .tsv (также с .gz или .zst), .parquet, .pq, .arrow,"
        " .feather, .ipc, .xlsx, .xlsm, .xlsb, .xls, .ods или .zip.",
    ),
    "source.unreadable": (
        "{path} cannot be read: {reason}.",
        "{path} не читается: {reason}.",
    ),
    "columns.unfit": (
        "{source}: the column {column} of type {type} cannot hold {field}.",
        "{source}: колонка {column} типа {type} не может содержать {field}.",
    ),
    "columns.unfit.hint": (
        "save it as text, number or date, or leave it out of the column map.",
        "сохраните её текстом, числом или датой либо уберите из карты колонок.",
    ),
    "columns.missing": (
        "{source} has no column {missing}; it has: {present}.",
        "В {source} нет колонки {missing}; есть: {present}.",
    ),
    "columns.missing.hint": (
        "correct the column map.",
        "исправьте карту колонок.",
    ),
    "columns.unknown": (
        "The columns of {source} are not known: {present}.",
        "Колонки {source} не известны: {present}.",
    ),
    "columns.unknown.hint": (
        'write a column map, [columns] at = "…" shop = "…" amount = "…" card = "…",'
        " and give it with --columns map.toml",
        'напишите карту колонок, [columns] at = "…" shop = "…" amount = "…" card = "…",'
        " и укажите её: --columns map.toml",
    ),
    "columns.no_table": (
        "The column map {path} has no table [columns] of texts.",
        "В карте колонок {path} нет таблицы [columns] из текстов.",
    ),
    "columns.unknown_field": (
        "The column map {path} names unknown fields: {got}; known: {known}.",
        "Карта колонок {path} называет неизвестные поля: {got}; есть: {known}.",
    ),
    "columns.lacking": (
        "The column map {path} lacks {lacking}.",
        "В карте колонок {path} не хватает: {lacking}.",
    ),
    "amounts.overflow": (
        "The amounts add up to {found} roubles, more than can be summed exactly.",
        "Суммы чеков складываются в {found} рублей, больше, чем можно сложить точно.",
    ),
    "amounts.overflow.hint": (
        'look for mistakes: rfma query "select * from cheques order by amount desc limit 9"',
        'поищите ошибки: rfma query "select * from cheques order by amount desc limit 9"',
    ),
    "amounts.overflow_card": (
        "One card's amounts add up to {found} roubles, more than can be divided exactly.",
        "Суммы одной карты складываются в {found} рублей, больше, чем можно разделить точно.",
    ),
    "amounts.overflow_card.hint": (
        'look for mistakes: rfma query "select * from cheques order by amount desc limit 9"',
        'поищите ошибки: rfma query "select * from cheques order by amount desc limit 9"',
    ),
}
