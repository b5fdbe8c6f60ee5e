"""Words of errors: what, where, what was found; and under ``.hint`` what to do."""

from rfma_fast.i18n.words.scheme_faults import SCHEME_FAULTS

_OTHERS: dict[str, tuple[str, str]] = {
    "language.unknown": (
        "There is no language {got!r}; known: {known}.",
        "Нет языка {got!r}; есть: {known}.",
    ),
    "day.unreadable": (
        "{got!r} is not a date.",
        "{got!r} — не дата.",
    ),
    "day.unreadable.hint": (
        "write the year, the month and the day: 2022-06-09.",
        "пишите год, месяц и день: 2022-06-09.",
    ),
    "days.not_rising": (
        "The days must rise: {days}.",
        "Дни должны возрастать: {days}.",
    ),
    "migrate.one_day": (
        "A migration needs two days, and there is only: {days}.",
        "Для миграции нужны две даты, а есть только: {days}.",
    ),
    "option.no_range": (
        "{option} {got}: with --monthly it is a range.",
        "{option} {got}: с --monthly нужен промежуток.",
    ),
    "option.no_range.hint": (
        "write two months or days: 2021-08..2022-06.",
        "напишите два месяца или дня: 2021-08..2022-06.",
    ),
    "option.range_without_monthly": (
        "{option} {got} is a range of days.",
        "{option} {got} — промежуток дней.",
    ),
    "option.range_without_monthly.hint": (
        "add --monthly for every month's end in it, or name one day.",
        "добавьте --monthly для конца каждого месяца или назовите один день.",
    ),
    "option.not_with": (
        "{option} does not go together with {other}.",
        "{option} не сочетается с {other}.",
    ),
    "option.needs": (
        "{option} needs {other}.",
        "{option} требует {other}.",
    ),
    "checkpoint.unreadable": (
        "The checkpoint {path} cannot be read.",
        "Контрольную точку {path} нельзя прочитать.",
    ),
    "checkpoint.unreadable.hint": (
        "checkpoints are made of the cheques: rfma checkpoint --rebuild writes them anew.",
        "контрольные точки сделаны из чеков: rfma checkpoint --rebuild запишет их заново.",
    ),
    "checkpoint.unwritable": (
        "The checkpoint {path} cannot be written: {reason}.",
        "Контрольную точку {path} нельзя записать: {reason}.",
    ),
    "checkpoint.unwritable.hint": (
        "the cheques are stored and every answer holds, only slower; mend it, then run"
        " rfma checkpoint.",
        "чеки сохранены и все ответы верны, только медленнее; исправьте и выполните"
        " rfma checkpoint.",
    ),
    "option.before_verb": (
        "{option} stands before {verb}, where it does not count.",
        "{option} стоит перед {verb}, где не действует.",
    ),
    "option.before_verb.hint": (
        "write it after {verb}.",
        "напишите после {verb}.",
    ),
    "option.unknown": (
        "{option} cannot be {got!r}; known: {known}.",
        "{option} не может быть {got!r}; есть: {known}.",
    ),
    "format.unknown": (
        "There is no format {got!r}; known: {known}.",
        "Нет формата {got!r}; есть: {known}.",
    ),
    "format.unknown_suffix": (
        "The suffix of {file} names no format; known: {known}.",
        "Суффикс файла {file} не называет формата; есть: {known}.",
    ),
    "format.unknown_suffix.hint": (
        "choose one of these suffixes, or say --format.",
        "выберите один из этих суффиксов или укажите --format.",
    ),
    "format.needs_file": (
        "{format} cannot go to the terminal.",
        "{format} нельзя вывести на терминал.",
    ),
    "format.needs_file.hint": (
        "name a file: -o FILE.{format}",
        "назовите файл: -o FILE.{format}",
    ),
    "format.too_many_rows": (
        "{file} was not written: it would have {rows} rows, and a sheet holds {most}.",
        "Файл {file} не записан: в нём было бы строк {rows}, а лист вмещает {most}.",
    ),
    "format.too_many_rows.hint": (
        "name a file that ends in .csv or .parquet.",
        "назовите файл с окончанием .csv или .parquet.",
    ),
    "format.not_for_cards": (
        "A table of cards cannot be written as {format}.",
        "Таблицу карт нельзя записать как {format}.",
    ),
    "format.not_for_cards.hint": (
        "name a file that ends in .csv, .parquet or .xlsx.",
        "назовите файл с окончанием .csv, .parquet или .xlsx.",
    ),
    "file.unreadable": (
        "{path} cannot be read: {reason}.",
        "{path} не читается: {reason}.",
    ),
    "file.unwritable": (
        "{path} cannot be written: {reason}.",
        "{path} не записывается: {reason}.",
    ),
    "file.not_toml": ("{path} is not a TOML file: {reason}.", "{path} — не файл TOML: {reason}."),
    "store.missing": (
        "There is no store at {path}.",
        "Нет хранилища в {path}.",
    ),
    "store.missing.hint": (
        "make one with: rfma ingest FILE.csv --store {path}",
        "создайте его: rfma ingest FILE.csv --store {path}",
    ),
    "store.empty": ("The store at {path} holds no cheque.", "В хранилище {path} нет чеков."),
    "store.empty.hint": (
        "load some: rfma ingest FILE.csv --store {path}",
        "загрузите их: rfma ingest FILE.csv --store {path}",
    ),
    "store.unwritable": (
        "No store can be made at {path}: {reason}.",
        "В {path} нельзя создать хранилище: {reason}.",
    ),
    "store.foreign": (
        "{path} holds Delta tables of another program, no store.",
        "В {path} таблицы Delta другой программы, а не хранилище.",
    ),
    "store.foreign.hint": (
        "choose another directory: --store PATH",
        "выберите другой каталог: --store PATH",
    ),
    "load.conflict": (
        "Another load was committed to {path} meanwhile; nothing of this one was stored.",
        "Тем временем в {path} записана другая загрузка; из этой ничего не сохранено.",
    ),
    "load.conflict.hint": (
        "repeat the same command; no row will be stored twice.",
        "повторите ту же команду; ни одна строка не сохранится дважды.",
    ),
    "card_rule.unreadable": (
        "The card rule {got!r} is not a regular expression.",
        "Правило карты {got!r} — не регулярное выражение.",
    ),
    "card_rule.unreadable.hint": (
        r"for 13 digits write ^\d{{13}}$",
        r"для 13 цифр пишите ^\d{{13}}$",
    ),
    "card_rule.differs": (
        "The store at {path} has the card rule {rule}; it cannot become {got}.",
        "В хранилище {path} правило карты {rule}; сменить его на {got} нельзя.",
    ),
    "card_rule.differs.hint": (
        "ingest into a new store: --store PATH",
        "загрузите в новое хранилище: --store PATH",
    ),
    "generate.impossible": (
        "Such a chain cannot be: {reason}.",
        "Такой сети быть не может: {reason}.",
    ),
    "scope.no_identified": (
        "No cheque is identified: no card matches the rule {rule}.",
        "Ни один чек не идентифицирован: ни одна карта не подходит под правило {rule}.",
    ),
    "scope.no_identified.hint": (
        "rfma overview works without cards; for other card numbers ingest into a new store"
        " with --card-rule.",
        "rfma overview работает без карт; для других номеров карт загрузите чеки в новое"
        " хранилище с --card-rule.",
    ),
    "scope.too_early": (
        "No cheque lies on or before {as_of}; the store holds {first} to {last}.",
        "До {as_of} включительно чеков нет; в хранилище дни с {first} по {last}.",
    ),
    "scope.too_early.hint": (
        "choose a day from {first} on.",
        "выберите день начиная с {first}.",
    ),
    "output.full": (
        "The answer could not be written to stdout: {reason}.",
        "Ответ не удалось записать в stdout: {reason}.",
    ),
    "output.full.hint": (
        "what was written is cut off; make room and repeat.",
        "записанное обрезано; освободите место и повторите.",
    ),
    "scope.future": (
        "The last cheque is of {last}; as of {as_of} every card would be silent for longer than the"
        " churn period ({churn} days), so groups would say nothing of people.",
        "Последний чек от {last}; на {as_of} каждая карта молчала бы дольше периода оттока"
        " ({churn} дн.), и группы ничего не сказали бы о людях.",
    ),
    "scope.future.hint": (
        "choose an earlier day, or add --future (in Python: open_store(path, future=True)).",
        "выберите более ранний день или добавьте --future (в Python: open_store(path,"
        " future=True)).",
    ),
    "scope.reversed": (
        "The period from {since} to {until} has no day.",
        "В периоде с {since} по {until} нет ни одного дня.",
    ),
    "scope.no_cheques": (
        "No cheque lies from {since} to {until}; the store holds {first} to {last}.",
        "С {since} по {until} чеков нет; в хранилище дни с {first} по {last}.",
    ),
    "scope.no_cheques_of_shops": (
        "No cheque of {shops} lies from {since} to {until}; all shops together have cheques from"
        " {first} to {last}.",
        "С {since} по {until} чеков нет: {shops}; по всем магазинам чеки есть с {first} по {last}.",
    ),
    "scope.no_cards": (
        "No card bought in the days and shops that are looked at, up to {until}.",
        "В учитываемых днях и магазинах по {until} ни одна карта не покупала.",
    ),
    "scope.unpaid": (
        "{cheques} cheques do not say what was paid, and the scheme asks for it.",
        "В чеках ({cheques}) не сказано, сколько оплачено, а схема это спрашивает.",
    ),
    "scope.unpaid.hint": (
        'use over = "amount", or ingest the column that holds what was paid.',
        'возьмите over = "amount" или загрузите колонку с оплаченной суммой.',
    ),
    "scope.part_of_a_day": (
        "A rate needs whole days; its base interval is {base}, its churn period {churn}.",
        "Частоте нужны целые дни; базовый интервал {base}, период оттока {churn}.",
    ),
    "scope.unknown_level": (
        "The scheme has no level {level!r}; known: {known}.",
        "В схеме нет уровня {level!r}; есть: {known}.",
    ),
    "scope.unknown_shop": (
        "There is no shop {shop!r}; known: {known}.",
        "Нет магазина {shop!r}; есть: {known}.",
    ),
    "migrate.reversed": (
        "The first date {since} does not lie before the second, {until}.",
        "Первая дата {since} не раньше второй, {until}.",
    ),
    "migrate.unknown_group": (
        "There is no group {got!r} at level {level}; known: {known}.",
        "На уровне {level} нет группы {got!r}; есть: {known}.",
    ),
    "query.one_statement": (
        "One SELECT is asked for; {count} statements were given.",
        "Нужен один SELECT; дано команд: {count}.",
    ),
    "query.read_only": (
        "Only SELECT is allowed, this is {kind}: a query cannot change the store.",
        "Разрешён только SELECT, а это {kind}: запрос не может менять хранилище.",
    ),
    "query.two_of_one_name": (
        "Two columns of the answer are called {name!r}.",
        "Две колонки ответа называются {name!r}.",
    ),
    "query.two_of_one_name.hint": (
        "name one of them: … as another_name",
        "назовите одну из них: … as another_name",
    ),
    "query.unshowable": (
        "The answer holds values that cannot be shown: {reason}.",
        "В ответе есть значения, которые нельзя показать: {reason}.",
    ),
    "query.unshowable.hint": (
        "cast them to text: column::varchar",
        "приведите их к тексту: column::varchar",
    ),
    "query.failed": ("The query failed: {reason}", "Запрос не выполнен: {reason}"),
    "query.failed.hint": (
        'the views are {views}; see their columns with: rfma query "describe segments"',
        'представления: {views}; их колонки: rfma query "describe segments"',
    ),
}

FAULTS: dict[str, tuple[str, str]] = {**_OTHERS, **SCHEME_FAULTS}
