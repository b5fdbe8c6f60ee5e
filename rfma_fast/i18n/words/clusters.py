"""Words of clusters: another engine, and what it says when it cannot go on."""

LABELS: dict[str, tuple[str, str]] = {
    "explain.cluster": (
        "no states that would do are kept on the cluster at {address}",
        "на кластере {address} нет подходящих состояний карт",
    ),
    "talk.source_rejected": (
        "{source}: {rows} of {all} rows break a rule and are left out: {rules}.",
        "{source}: строк с нарушенным правилом {rows} из {all}, они не учтены: {rules}.",
    ),
    "talk.source_repeated": (
        "{source}: {rows} rows agree in all columns with another one, and count once.",
        "{source}: строк, во всём совпавших с другой: {rows}; каждая такая учтена один раз.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "help.source": (
        "Instead of a store: a directory of Parquet files or a table that the cluster reads.",
        "Вместо хранилища: каталог файлов Parquet или таблица, которые читает кластер.",
    ),
    "help.source_columns": (
        "The columns of --source: bonuscheques, 1c, generic or the file of a column map.",
        "Колонки для --source: bonuscheques, 1c, generic или файл карты колонок.",
    ),
    "help.engine": (
        "What computes: polars on this machine, or spark on a cluster.",
        "Кто считает: polars на этой машине или spark на кластере.",
    ),
    "help.states": (
        "A directory of the cluster that keeps card states at month ends for later days.",
        "Каталог кластера, где состояния карт на концы месяцев хранятся для следующих дат.",
    ),
    "help.remote": (
        "The cluster's Spark Connect address (else RFMA_REMOTE).",
        "Адрес Spark Connect этого кластера (иначе RFMA_REMOTE).",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "cluster.no_address": (
        "{got!r} is not the address of a cluster.",
        "{got!r} — не адрес кластера.",
    ),
    "cluster.no_address.hint": (
        "write it as sc://host:port.",
        "пишите его так: sc://host:port.",
    ),
    "cluster.no_remote": (
        "The engine spark needs the address of a cluster.",
        "Движку spark нужен адрес кластера.",
    ),
    "cluster.no_remote.hint": (
        "give it with --remote sc://host:port, or set RFMA_REMOTE.",
        "укажите его: --remote sc://host:port, или задайте RFMA_REMOTE.",
    ),
    "cluster.remote_alone": (
        "A cluster's address is given, but the engine is {engine}, which uses none.",
        "Указан адрес кластера, но движок — {engine}, ему адрес не нужен.",
    ),
    "cluster.remote_alone.hint": (
        "add --engine spark, or leave the address out.",
        "добавьте --engine spark или уберите адрес.",
    ),
    "cluster.no_client": (
        "The engine spark needs the package pyspark-client, which is not installed.",
        "Движку spark нужен пакет pyspark-client, он не установлен.",
    ),
    "cluster.no_client.hint": (
        "install it with: pip install 'rfma-fast[spark]'",
        "установите его: pip install 'rfma-fast[spark]'",
    ),
    "cluster.unreachable": (
        "The cluster at {address} cannot be reached: {reason}.",
        "Кластер {address} недоступен: {reason}.",
    ),
    "cluster.unreachable.hint": (
        "is its Spark Connect server running, and is the port open from here?",
        "запущен ли на нём сервер Spark Connect и открыт ли порт с этой машины?",
    ),
    "cluster.no_spark": (
        "No Spark Connect server answers at {address}: {reason}.",
        "По адресу {address} не отвечает сервер Spark Connect: {reason}.",
    ),
    "cluster.no_spark.hint": (
        "give the port of Spark Connect, 15002 by default; behind TLS add ;use_ssl=true.",
        "укажите порт Spark Connect, обычно 15002; если он за TLS, добавьте ;use_ssl=true.",
    ),
    "cluster.silent": (
        "What listens at {address} has not answered for {seconds} s as Spark Connect does.",
        "То, что слушает {address}, за {seconds} с не ответило как Spark Connect.",
    ),
    "cluster.silent.hint": (
        "give the port of Spark Connect, 15002 by default; behind TLS add ;use_ssl=true.",
        "укажите порт Spark Connect, обычно 15002; если он за TLS, добавьте ;use_ssl=true.",
    ),
    "cluster.too_old": (
        "The cluster at {address} runs Spark {found}; version {oldest}.0 or newer is needed.",
        "На кластере {address} работает Spark {found}; нужна версия не ниже {oldest}.0.",
    ),
    "cluster.failed": (
        "The cluster at {address} failed: {reason}",
        "Сбой на кластере {address}: {reason}",
    ),
    "cluster.failed.hint": (
        "every worker must see the store at the path that you gave; its log says more.",
        "каждый исполнитель должен видеть хранилище по указанному пути; подробности — в его логе.",
    ),
    "cluster.overflow": (
        "A sum on the cluster at {address} is beyond 64 bits.",
        "Сумма на кластере {address} не помещается в 64 бита.",
    ),
    "cluster.other_rows": (
        "The workers see {found} rows in {path}, where the store holds {wanted}.",
        "Исполнители видят в {path} строк: {found}, а в хранилище их {wanted}.",
    ),
    "cluster.other_rows.hint": (
        "every worker must see the same files at the same path.",
        "каждый исполнитель должен видеть те же файлы по тому же пути.",
    ),
    "cluster.path": (
        "{path} has a character that a cluster takes for a pattern of names.",
        "В {path} есть символ, который кластер примет за шаблон имён.",
    ),
    "cluster.path.hint": (
        "choose a path without * ? [ ] {{ }} and the backslash.",
        "выберите путь без * ? [ ] {{ }} и обратной косой черты.",
    ),
    "cluster.exists": (
        "{path} is there already, and a cluster does not write over it.",
        "{path} уже существует, и кластер не пишет поверх.",
    ),
    "cluster.cards_stay": (
        "The engine {engine} leaves the cards on the cluster, and this needs them here.",
        "Движок {engine} оставляет карты на кластере, а здесь они нужны на этой машине.",
    ),
    "cluster.cards_stay.hint": (
        "let the cluster write them with: rfma segment --cards PATH, or use the engine polars.",
        "пусть их запишет кластер: rfma segment --cards ПУТЬ, или возьмите движок polars.",
    ),
    "cluster.no_pattern": (
        "The engine {engine} does not read the pattern {rule!r} as this machine does.",
        "Движок {engine} читает шаблон {rule!r} не так, как эта машина.",
    ),
    "cluster.no_pattern.hint": (
        "write it with letters, digits, \\d and ^ $ | ( ) [ ] {{ }} ? * + , -, or use polars.",
        "пишите его буквами, цифрами, \\d и знаками ^ $ | ( ) [ ] {{ }} ? * + , - или возьмите"
        " polars.",
    ),
    "cluster.only_parquet": (
        "A cluster writes cards as a directory of Parquet files, not as {format}.",
        "Кластер записывает карты как каталог файлов Parquet, а не как {format}.",
    ),
    "cluster.only_parquet.hint": (
        "give a path that ends in .parquet or has no ending, e.g. s3://bucket/cards",
        "укажите путь с окончанием .parquet или без него, например s3://bucket/cards",
    ),
    "cluster.source_alone": (
        "A source is read by a cluster, but the engine is {engine}.",
        "Источник читает кластер, а движок — {engine}.",
    ),
    "cluster.source_alone.hint": (
        "add --engine spark; to compute on this machine, take the cheques in with rfma ingest.",
        "добавьте --engine spark; чтобы считать на этой машине, загрузите чеки: rfma ingest.",
    ),
    "cluster.no_store": (
        "This needs a store, and {source} is a source that a cluster reads.",
        "Для этого нужно хранилище, а {source} — источник, который читает кластер.",
    ),
    "cluster.no_store.hint": (
        "take its cheques into a store with rfma ingest.",
        "загрузите его чеки в хранилище: rfma ingest.",
    ),
    "cluster.source_changed": (
        "{source} changed while it was read: it had {first} cheques at first, and {now} later.",
        "Источник {source} изменился во время чтения: чеков было {first}, а стало {now}.",
    ),
    "cluster.source_changed.hint": (
        "ask again when nobody writes to it.",
        "спросите ещё раз, когда в него никто не пишет.",
    ),
    "cluster.source_empty": (
        "{source} has no cheque that the workers see.",
        "В источнике {source} исполнители не видят ни одного чека.",
    ),
    "cluster.source_empty.hint": (
        "every worker must see the same files at the same path.",
        "каждый исполнитель должен видеть те же файлы по тому же пути.",
    ),
    "cluster.too_many_rejected": (
        "{rejected} of {rows} rows of {source} ({share}) break a rule, more than {at_most}:"
        " {rules}.",
        "Строк с нарушенным правилом в {source}: {rejected} из {rows} ({share}), больше {at_most}:"
        " {rules}.",
    ),
    "cluster.too_many_rejected.hint": (
        "is the column map the right one? docs/quality.md says what each rule means.",
        "та ли карта колонок? что значит каждое правило, сказано в docs/quality.md.",
    ),
    "cluster.column_type": (
        "Column {column} of {source} is {type}, which cannot hold {field}.",
        "Колонка {column} источника {source} имеет тип {type} и не может быть полем {field}.",
    ),
    "cluster.column_type.hint": (
        "name another column in the column map, or give a view that casts it.",
        "назовите в карте другую колонку или укажите представление с нужным типом.",
    ),
    "cluster.zone": (
        "Column {column} of {source} holds points in time, and the time zone of the shops is not"
        " known.",
        "В колонке {column} источника {source} моменты времени, а часовой пояс магазинов"
        " неизвестен.",
    ),
    "cluster.zone.hint": (
        'say it in the column map: [csv] zone = "Europe/Moscow"',
        'скажите его в карте колонок: [csv] zone = "Europe/Moscow"',
    ),
    "cluster.card_rule": (
        "The card rule {rule!r} has signs that engines read differently.",
        "В правиле карты {rule!r} есть знаки, которые движки понимают по-разному.",
    ),
    "cluster.card_rule.hint": (
        r"write it with letters, digits, \d and ^ $ | ( ) [ ] {{ }} ? * + , -",
        r"пишите его буквами, цифрами, \d и знаками ^ $ | ( ) [ ] {{ }} ? * + , -",
    ),
    "cluster.delta": (
        "{source} is a Delta table: beside its rows it holds those that were deleted.",
        "{source} — таблица Delta: рядом с её строками лежат и удалённые.",
    ),
    "cluster.delta.hint": (
        "name it as a table of the cluster's catalog; a store of rfma is given with --store.",
        "назовите её как таблицу каталога кластера; хранилище rfma указывают через --store.",
    ),
}
