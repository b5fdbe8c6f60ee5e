"""Words of PostgreSQL, object stores and publishing."""

LABELS: dict[str, tuple[str, str]] = {
    "title.published": ("Published", "Опубликовано"),
    "column.table": ("Table", "Таблица"),
    "talk.publishing": ("Publishing", "Публикация"),
    "publish.segments": (
        "one row a card with its figures, grades, class and groups; money in roubles.",
        "по строке на карту: показатели, оценки, класс и группы; деньги в рублях.",
    ),
    "publish.levels": (
        "the groups of every level with their sizes; share is of all cards, money in roubles.",
        "группы каждого уровня и их размеры; доля от всех карт, деньги в рублях.",
    ),
    "publish.thresholds": (
        "the borders between the grades in force; exact holds the border as a fraction.",
        "действующие границы между оценками; в exact граница записана точной дробью.",
    ),
    "publish.migration": (
        "how many cards went from group to group since provenance.migration_from; share is of"
        " the group left.",
        "сколько карт перешло из группы в группу с даты provenance.migration_from; доля от"
        " исходной группы.",
    ),
    "publish.provenance": (
        "when, by which program and from which version of which store the tables were made.",
        "когда, какой программой и из какой версии какого хранилища сделаны таблицы.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "verb.publish": (
        "Write segments, levels, thresholds and a migration into PostgreSQL, all or nothing.",
        "Записать сегменты, уровни, границы и миграцию в PostgreSQL: всё или ничего.",
    ),
    "examples.publish": (
        "rfma publish postgresql://bi@db.local/sales\n"
        "rfma publish postgresql://bi@db.local/sales --from 2022-03-31 --schema-name crm",
        "rfma publish postgresql://bi@db.local/sales\n"
        "rfma publish postgresql://bi@db.local/sales --from 2022-03-31 --schema-name crm",
    ),
    "help.server": (
        "postgresql://user@host:port/database; what is missing comes from PG* and ~/.pgpass.",
        "postgresql://пользователь@узел:порт/база; недостающее берётся из PG* и ~/.pgpass.",
    ),
    "help.publish_from": (
        "Publish the migration from this date as well.",
        "Опубликовать и миграцию с этой даты.",
    ),
    "help.schema_name": (
        "The schema for the tables; made where missing.",
        "Схема для таблиц; создаётся, если её нет.",
    ),
    "help.since_last": (
        "From PostgreSQL, read only rows since the newest stored day, less the overlap.",
        "Из PostgreSQL читать только строки с последнего хранимого дня за вычетом перекрытия.",
    ),
    "help.overlap": (
        "Days before the newest stored one that --since-last reads again, for late cheques"
        " (by default {default}).",
        "Сколько дней до последнего хранимого --since-last перечитывает ради опоздавших чеков"
        " (по умолчанию {default}).",
    ),
    "help.zone": (
        "Time zone of the shops, into which timestamptz of PostgreSQL is converted: Europe/Moscow.",
        "Часовой пояс магазинов, в который переводится timestamptz из PostgreSQL: Europe/Moscow.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "server.address": (
        "The address of the server cannot be read.",
        "Не удаётся разобрать адрес сервера.",
    ),
    "server.address.hint": (
        "write postgresql://user:password@host:port/database?table=schema.table; in the password,"
        " @ is %40, / is %2F and ? is %3F.",
        "пишите postgresql://пользователь:пароль@узел:порт/база?table=схема.таблица; в пароле @ —"
        " это %40, / — это %2F, ? — это %3F.",
    ),
    "server.table_or_query": (
        "The address {server} must name either a table or a query.",
        "В адресе {server} нужно назвать либо таблицу, либо запрос.",
    ),
    "server.table_or_query.hint": (
        "end it in ?table=schema.cheques or in ?query=select …",
        "закончите его на ?table=схема.чеки или на ?query=select …",
    ),
    "server.table": (
        "A table cannot be called '{got}'.",
        "Таблица не может называться '{got}'.",
    ),
    "server.table.hint": (
        "write table or schema.table; a name that holds a point or a blank, in double quotes.",
        "пишите таблица или схема.таблица; имя с точкой или пробелом — в двойных кавычках.",
    ),
    "server.none_given": (
        "No PostgreSQL server is among the sources, and {option} holds for no other.",
        "Среди источников нет сервера PostgreSQL, а {option} относится только к нему.",
    ),
    "server.overlap": (
        "{got} days cannot be an overlap.",
        "Перекрытие {got} дн. невозможно.",
    ),
    "server.overlap.hint": (
        "give 0 or more days.",
        "укажите 0 дней или больше.",
    ),
    "server.overlap_alone": (
        "An overlap means nothing without --since-last.",
        "Перекрытие без --since-last ничего не значит.",
    ),
    "server.zone": (
        "Column {column} of {source} holds moments with a time zone, and that of the shops is"
        " not known.",
        "В столбце {column} источника {source} моменты с часовым поясом, а пояс магазинов"
        " неизвестен.",
    ),
    "server.zone.hint": (
        "name it: --zone Europe/Moscow.",
        "назовите его: --zone Europe/Moscow.",
    ),
    "server.no_zone": (
        "Column {column} of {source} is {type}, without a time zone: there is nothing to convert.",
        "Столбец {column} источника {source} имеет тип {type} без часового пояса: переводить"
        " нечего.",
    ),
    "server.no_zone.hint": (
        "leave --zone out.",
        "уберите --zone.",
    ),
    "server.no_order": (
        "Column {column} of {source} is {type}: the rows since the newest day cannot be asked for.",
        "Столбец {column} источника {source} имеет тип {type}: запросить строки с последнего дня"
        " нельзя.",
    ),
    "server.no_order.hint": (
        "leave --since-last out, or cast the column to timestamp in a query.",
        "уберите --since-last или приведите столбец к timestamp в запросе.",
    ),
    "server.unreachable": (
        "No connection to {server}: {reason}.",
        "Нет соединения с {server}: {reason}.",
    ),
    "server.unreachable.hint": (
        "check host, port and network; what the address lacks comes from PGHOST and PGPORT.",
        "проверьте узел, порт и сеть; чего нет в адресе, берётся из PGHOST и PGPORT.",
    ),
    "server.refused": (
        "{server} refuses the connection: {reason}.",
        "{server} отказывает в соединении: {reason}.",
    ),
    "server.refused.hint": (
        "check user, password and database: in the address, in PGUSER, PGPASSWORD and PGDATABASE,"
        " or in ~/.pgpass.",
        "проверьте пользователя, пароль и базу: в адресе, в PGUSER, PGPASSWORD и PGDATABASE или"
        " в ~/.pgpass.",
    ),
    "server.forbidden": (
        "{server} does not allow it: {reason}.",
        "{server} этого не разрешает: {reason}.",
    ),
    "server.forbidden.hint": (
        "ask for the right, or come as another user; nothing was changed.",
        "запросите право или войдите другим пользователем; ничего не изменено.",
    ),
    "server.failed": (
        "{server} says: {reason}.",
        "{server} сообщает: {reason}.",
    ),
    "server.failed.hint": (
        "nothing was changed; repeat when the cause is gone.",
        "ничего не изменено; повторите, когда причина устранена.",
    ),
    "publish.no_server": (
        "Only a PostgreSQL server can be published to.",
        "Публиковать можно только на сервер PostgreSQL.",
    ),
    "publish.no_server.hint": (
        "write postgresql://user@host:port/database.",
        "пишите postgresql://пользователь@узел:порт/база.",
    ),
    "publish.table": (
        "The address {server} names a table or a query; the names of published tables are fixed.",
        "В адресе {server} названа таблица или запрос; имена публикуемых таблиц заданы.",
    ),
    "publish.table.hint": (
        "choose the schema by --schema-name.",
        "выберите схему через --schema-name.",
    ),
    "publish.foreign": (
        "Schema {schema} at {server} holds a {table} that rfma did not make.",
        "В схеме {schema} на {server} есть {table}, и сделала это не rfma.",
    ),
    "publish.foreign.hint": (
        "choose another schema: --schema-name.",
        "выберите другую схему: --schema-name.",
    ),
    "store.unknown_place": (
        "A store cannot lie behind {kind}://.",
        "Хранилище не может лежать за {kind}://.",
    ),
    "store.unknown_place.hint": (
        "give a directory or s3://bucket/prefix.",
        "укажите каталог или s3://корзина/префикс.",
    ),
    "store.no_bucket": (
        "The address of the store names no bucket.",
        "В адресе хранилища не названа корзина.",
    ),
    "store.no_bucket.hint": (
        "write s3://bucket/prefix; keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        "пишите s3://корзина/префикс; ключи берутся из AWS_ACCESS_KEY_ID и AWS_SECRET_ACCESS_KEY.",
    ),
    "objects.bucket": (
        "There is no bucket for {path}.",
        "Для {path} нет корзины.",
    ),
    "objects.bucket.hint": (
        "create the bucket, or check AWS_ENDPOINT_URL and AWS_REGION.",
        "создайте корзину или проверьте AWS_ENDPOINT_URL и AWS_REGION.",
    ),
    "objects.credentials": (
        "The object store does not let these credentials to {path}.",
        "Объектное хранилище не пускает с этими ключами к {path}.",
    ),
    "objects.credentials.hint": (
        "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they may do.",
        "проверьте AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY и права этого ключа.",
    ),
    "objects.no_credentials": (
        "No credentials for {path} were found.",
        "Не найдены ключи доступа к {path}.",
    ),
    "objects.no_credentials.hint": (
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        "задайте AWS_ACCESS_KEY_ID и AWS_SECRET_ACCESS_KEY.",
    ),
    "objects.unreachable": (
        "The object store of {path} at {where} does not answer.",
        "Объектное хранилище для {path} по адресу {where} не отвечает.",
    ),
    "objects.unreachable.hint": (
        "check AWS_ENDPOINT_URL and the network; for http:// also set AWS_ALLOW_HTTP=true.",
        "проверьте AWS_ENDPOINT_URL и сеть; для http:// задайте ещё AWS_ALLOW_HTTP=true.",
    ),
    "objects.failed": (
        "The object store failed at {path}: {reason}.",
        "Сбой объектного хранилища на {path}: {reason}.",
    ),
    "objects.failed.hint": (
        "repeat the command: what was not committed is not part of the store.",
        "повторите команду: что не зафиксировано, в хранилище не вошло.",
    ),
}
