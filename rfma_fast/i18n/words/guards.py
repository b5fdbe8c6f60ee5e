"""Words of hostile input: caps and refusals."""

LABELS: dict[str, tuple[str, str]] = {}

HELP: dict[str, tuple[str, str]] = {
    "help.q_timeout": (
        "Stop the query after so many seconds [default: {default}].",
        "Остановить запрос через столько секунд [по умолчанию: {default}].",
    ),
    "help.q_memory": (
        "Memory that the query may take, in megabytes [default: {default}].",
        "Память, которую может занять запрос, в мегабайтах [по умолчанию: {default}].",
    ),
    "help.q_max_rows": (
        "Rows that the answer may have at the most [default: {default}].",
        "Сколько строк может быть в ответе, самое большее [по умолчанию: {default}].",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "file.not_ordinary": (
        "{path} is not an ordinary file: a pipe, a device or a socket is not read.",
        "{path} — не обычный файл: каналы, устройства и сокеты не читаются.",
    ),
    "file.too_large": (
        "{path} is larger than {limit} bytes, which no file of that kind is.",
        "{path} больше {limit} байт; таких файлов этого рода не бывает.",
    ),
    "source.columns": (
        "{path} has {got} columns; {limit} are the most that are read.",
        "В {path} колонок: {got}; читается самое большее {limit}.",
    ),
    "source.columns.hint": (
        "is it a table of cheques, and is the delimiter a comma, a semicolon or a tab?",
        "это таблица чеков, и разделитель в ней — запятая, точка с запятой или табуляция?",
    ),
    "source.long_line": (
        "{path} has a line longer than {limit}: it is not a table of cheques.",
        "В {path} есть строка длиннее {limit}: это не таблица чеков.",
    ),
    "source.cut": (
        "{path} is damaged: it says that it has {told} rows, {read} could be read.",
        "{path} повреждён: в нём заявлено строк: {told}, прочитать удалось: {read}.",
    ),
    "source.bomb": (
        "{path} unpacks to too much: more than {times} times its size, or than {most}.",
        "{path} распаковывается слишком сильно: больше чем в {times} раз или больше {most}.",
    ),
    "source.bomb.hint": (
        "unpack it yourself, if you trust it, and ingest the file that comes out.",
        "распакуйте его сами, если доверяете ему, и загрузите то, что получится.",
    ),
    "query.too_long": (
        "The SQL has {got} characters; {limit} are the most that is read.",
        "В SQL {got} символов; читается самое большее {limit}.",
    ),
    "query.too_deep": (
        "The SQL is nested too deeply to be checked.",
        "SQL вложен слишком глубоко, его нельзя проверить.",
    ),
    "query.function": (
        "The function {name!r} is not allowed in a query: it could look beyond the views.",
        "Функция {name!r} в запросе не разрешена: она могла бы заглянуть за представления.",
    ),
    "query.function.hint": (
        "a query may use functions of values, and in the place of a table {known}.",
        "в запросе можно использовать функции от значений, а на месте таблицы — {known}.",
    ),
    "query.no_view": (
        "The query asks for {name!r}, which is none of its views.",
        "Запрос обращается к {name!r}, а такого представления нет.",
    ),
    "query.no_view.hint": (
        'the views are {views}; see their columns with: rfma query "describe segments"',
        'представления: {views}; их колонки: rfma query "describe segments"',
    ),
    "query.cap": (
        "{option} is {got}; it may be {least} to {most}.",
        "{option} равно {got}; допустимо от {least} до {most}.",
    ),
    "query.timeout": (
        "The query was stopped: it ran longer than {seconds} seconds.",
        "Запрос остановлен: он выполнялся дольше {seconds} секунд.",
    ),
    "query.timeout.hint": (
        "ask for fewer days or columns, or give it more time with --timeout.",
        "запросите меньше дней или колонок или дайте больше времени: --timeout.",
    ),
    "query.memory": (
        "The query was stopped: it needs more than {memory} MB of memory.",
        "Запрос остановлен: ему нужно больше {memory} МБ памяти.",
    ),
    "query.memory.hint": (
        "ask for fewer rows or columns, or give it more with --memory.",
        "запросите меньше строк или колонок или дайте больше памяти: --memory.",
    ),
    "query.too_many_rows": (
        "The answer has more than {rows} rows.",
        "В ответе больше {rows} строк.",
    ),
    "query.too_many_rows.hint": (
        "group them, add a limit to the SQL, or allow more with --max-rows.",
        "сгруппируйте их, добавьте limit в SQL или разрешите больше: --max-rows.",
    ),
}
