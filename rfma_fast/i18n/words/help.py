"""Words of the command's help: verbs, options, examples."""

HELP: dict[str, tuple[str, str]] = {
    "help.rfma": (
        "Segments loyalty cards by recency, frequency, monetary and age: exact, at any date.\n\n"
        "Start with: rfma demo",
        "Сегментирует карты лояльности по давности, частоте, деньгам и возрасту: точно, на любую"
        " дату.\n\nНачните с: rfma demo",
    ),
    "help.version": ("Print the version.", "Показать версию."),
    "help.usage": ("Usage:", "Вызов:"),
    "help.panel_options": ("Options", "Параметры"),
    "help.panel_arguments": ("Arguments", "Аргументы"),
    "help.panel_commands": ("Commands", "Команды"),
    "help.help": ("Show this help and leave.", "Показать эту справку и выйти."),
    "help.install_completion": (
        "Install completion for the current shell.",
        "Установить дополнение для текущей оболочки.",
    ),
    "help.show_completion": (
        "Show completion for the current shell, to copy it.",
        "Показать дополнение для текущей оболочки, чтобы скопировать.",
    ),
    "help.default": ("[default: {value}]", "[по умолчанию: {value}]"),
    "help.required": ("[required]", "[обязательно]"),
    "help.try": (
        "Try '{command_path} {help_option}' for help.",
        "Справка: '{command_path} {help_option}'.",
    ),
    "help.store": (
        "The store of cheques: a directory or s3://bucket/prefix (RFMA_STORE, else {default}).",
        "Хранилище чеков: каталог или s3://корзина/префикс (RFMA_STORE, иначе {default}).",
    ),
    "help.lang": (
        "Language of words and segment names (RFMA_LANG, else the locale).",
        "Язык слов и названий сегментов (RFMA_LANG, иначе язык системы).",
    ),
    "help.format": (
        "One of {known}; by default what -o ends in, else a table.",
        "Одно из {known}; по умолчанию по суффиксу -o, иначе таблица.",
    ),
    "help.output": ("Write the answer to a file.", "Записать ответ в файл."),
    "help.quiet": ("Say nothing on stderr.", "Ничего не сообщать в stderr."),
    "help.future": (
        "Allow a day beyond the last cheque by more than the churn period.",
        "Разрешить день позже последнего чека больше чем на период оттока.",
    ),
    "help.as_of": (
        "The last day that is looked at; by default the last one with an identified purchase.",
        "Последний учитываемый день; по умолчанию последний с идентифицированной покупкой.",
    ),
    "help.monthly": (
        "At every month's end; --as-of may give the range: 2021-08..2022-06.",
        "На конец каждого месяца; --as-of может задать промежуток: 2021-08..2022-06.",
    ),
    "help.migrate_monthly": (
        "From each month's end to the next; --from and --to may be months.",
        "От конца каждого месяца к следующему; --from и --to могут быть месяцами.",
    ),
    "help.explain": (
        "Say on stderr whether checkpoints or the history gave the answer, and why.",
        "Сообщить в stderr, откуда ответ: из контрольных точек или из истории, и почему.",
    ),
    "help.rebuild": (
        "Write all of them anew, from all cheques.",
        "Записать все заново, по всем чекам.",
    ),
    "help.since": ("Look only at cheques from this day on.", "Учитывать чеки только с этого дня."),
    "help.shop": ("Only this shop; may be repeated.", "Только этот магазин; можно повторять."),
    "help.scheme": (
        "A built-in scheme, or the file of one's own.",
        "Встроенная схема или файл своей.",
    ),
    "help.thresholds_file": (
        "Use the borders frozen in this file (rfma thresholds fit).",
        "Взять границы, замороженные в этом файле (rfma thresholds fit).",
    ),
    "help.sources": (
        "Files of CSV (also .gz, .zst), Parquet, Arrow or Excel, directories of them, - for stdin,"
        " or postgresql://…?table=… of a server.",
        "Файлы CSV (и .gz, .zst), Parquet, Arrow или Excel, каталоги с ними, - для stdin либо"
        " postgresql://…?table=… на сервере.",
    ),
    "help.columns": (
        "Column map: bonuscheques, 1c, generic, or a TOML file of one's own.",
        "Карта колонок: bonuscheques, 1c, generic или свой файл TOML.",
    ),
    "help.dry_run": (
        "Show what was understood; write nothing.",
        "Показать, что понято; ничего не записывать.",
    ),
    "help.from": ("First day of the period.", "Первый день периода."),
    "help.to": ("Last day of the period.", "Последний день периода."),
    "help.cards": (
        "Write the per-card table to this file (.csv, .parquet, .xlsx); a cluster: to a directory.",
        "Записать таблицу карт в этот файл (.csv, .parquet, .xlsx); кластер — в каталог.",
    ),
    "help.migrate_from": ("The first date.", "Первая дата."),
    "help.migrate_to": (
        "The second date; by default the last one with an identified purchase.",
        "Вторая дата; по умолчанию последняя с идентифицированной покупкой.",
    ),
    "help.level": (
        "class, or a level of the scheme (region, else its coarsest).",
        "class или уровень схемы (region, иначе самый крупный).",
    ),
    "help.migrate_thresholds": (
        "Borders at the second date: those of the first, or fitted anew.",
        "Границы на вторую дату: те же, что на первую, или найденные заново.",
    ),
    "help.between": (
        "At the second date look only at cheques after the first.",
        "На вторую дату учитывать только чеки после первой.",
    ),
    "help.list_cell": (
        "List the cards that went from one group to another; also new and none.",
        "Перечислить карты, перешедшие из группы в группу; также new и none.",
    ),
    "help.sql": (
        "One SELECT over the views cheques, cards, segments, rejected.",
        "Один SELECT по представлениям cheques, cards, segments, rejected.",
    ),
    "help.group": ("Only this group.", "Только эта группа."),
    "help.list_group": (
        "List the group's cards with the mechanic, for a mailing tool.",
        "Перечислить карты группы с механикой, для рассылки.",
    ),
    "help.new_file": ("The file to write.", "Файл для записи."),
    "help.new_from": (
        "Start from a built-in scheme instead of a small example.",
        "Начать со встроенной схемы, а не с небольшого примера.",
    ),
    "help.toml": ("Print the scheme's file.", "Показать файл схемы."),
    "help.demo_store": (
        "Keep the demonstration's store here.",
        "Оставить хранилище демонстрации здесь.",
    ),
    "help.g_cheques": ("How many cheques.", "Сколько чеков."),
    "help.g_cards": (
        "How many cards; by default a number that fits the cheques.",
        "Сколько карт; по умолчанию число, подходящее к чекам.",
    ),
    "help.g_shops": ("How many shops.", "Сколько магазинов."),
    "help.g_months": ("How many months.", "Сколько месяцев."),
    "help.g_seed": ("The same seed gives the same cheques.", "То же зерно даёт те же чеки."),
    "help.g_output": (
        "FILE.csv, FILE.parquet, or a directory of one Parquet file a month.",
        "FILE.csv, FILE.parquet или каталог с файлом Parquet на месяц.",
    ),
    "help.export_to": (
        "The directory that gets the files: a new one, or one of an earlier export.",
        "Каталог для файлов: новый или от прежней выгрузки.",
    ),
    "verb.export": (
        "Write the cheques as plain Parquet for other programs, kept current by later loads.",
        "Выгрузить чеки обычным Parquet для других программ; следующие загрузки его обновляют.",
    ),
    "examples.export": ("rfma export data/cheques",) * 2,
    "verb.demo": (
        "Generate a small chain, ingest it and look at it from every side.",
        "Создать небольшую сеть, загрузить её и рассмотреть со всех сторон.",
    ),
    "examples.demo": ("rfma demo\nrfma demo --lang ru", "rfma demo\nrfma demo --lang en"),
    "verb.generate": (
        "Write the cheques of a plausible chain; the same seed gives the same cheques.",
        "Записать чеки правдоподобной сети; то же зерно даёт те же чеки.",
    ),
    "examples.generate": (
        "rfma generate --cheques 40000 -o cheques.csv\n"
        "rfma generate --cheques 20000000 --months 36 -o big/",
        "rfma generate --cheques 40000 -o cheques.csv\n"
        "rfma generate --cheques 20000000 --months 36 -o big/",
    ),
    "verb.ingest": (
        "Take cheques into the store: checked, in one commit, safe to repeat.",
        "Принять чеки в хранилище: с проверкой, одной транзакцией, можно повторять.",
    ),
    "examples.ingest": (
        "rfma ingest bonuscheques.csv\n"
        "rfma ingest exports/ --columns map.toml\n"
        "rfma ingest june.csv --dry-run\n"
        "rfma ingest june.xlsx --columns 1c\n"
        "rfma ingest - < june.csv.gz\n"
        "rfma ingest 'postgresql://bi@db.local/sales?table=tills.cheques' --since-last",
        "rfma ingest bonuscheques.csv\n"
        "rfma ingest exports/ --columns map.toml\n"
        "rfma ingest june.csv --dry-run\n"
        "rfma ingest june.xlsx --columns 1c\n"
        "rfma ingest - < june.csv.gz\n"
        "rfma ingest 'postgresql://bi@db.local/sales?table=tills.cheques' --since-last",
    ),
    "verb.status": (
        "Show months, rows, cards, loads, quarantine and size on disk.",
        "Показать месяцы, строки, карты, загрузки, карантин и размер на диске.",
    ),
    "examples.status": ("rfma status\nrfma status --format json",) * 2,
    "verb.checkpoint": (
        "Write the checkpoints (card states at month ends) of new months, and show all.",
        "Записать контрольные точки (состояния карт на концы месяцев) новых месяцев, показать все.",
    ),
    "examples.checkpoint": ("rfma checkpoint\nrfma checkpoint --rebuild",) * 2,
    "verb.overview": (
        "Show cheques, revenue and identification of a period, in all and by shop.",
        "Показать чеки, выручку и идентификацию за период, всего и по магазинам.",
    ),
    "examples.overview": (
        "rfma overview\nrfma overview --from 2022-01-01 --to 2022-03-31 -o quarter.xlsx",
    )
    * 2,
    "verb.thresholds": (
        "Show what is behind the borders: distributions, ties, capacities, gaps, proposals; "
        "with --set, what other borders would do.",
        "Показать, что стоит за границами: распределения, совпадения, ёмкости, интервалы, "
        "предложения; с --set — что дали бы другие границы.",
    ),
    "examples.thresholds": (
        "rfma thresholds --as-of 2022-03-01\n"
        "rfma thresholds --set recency=30,90,180 --set M=1500,500\n"
        "rfma thresholds sensitivity\n"
        "rfma thresholds stability --as-of 2022-01..2022-06\n"
        "rfma thresholds fit -o march.toml",
    )
    * 2,
    "verb.fit": (
        "Fit the borders to the data and freeze them in a file.",
        "Найти границы по данным и заморозить их в файле.",
    ),
    "examples.fit": (
        "rfma thresholds fit --as-of 2022-03-01 -o march.toml\n"
        "rfma segment --thresholds march.toml",
    )
    * 2,
    "verb.segment": (
        "Show the sizes of classes, clusters, regions and warmths; write the cards to a file.",
        "Показать размеры классов, кластеров, регионов и степеней тепла; записать карты в файл.",
    ),
    "examples.segment": (
        "rfma segment\n"
        "rfma segment --as-of 2022-03-01 --format json\n"
        "rfma segment --cards cards.parquet\n"
        "rfma segment --as-of 2021-08..2022-06 --monthly",
    )
    * 2,
    "verb.migrate": (
        "Show who went where between two dates, or list the cards behind one cell.",
        "Показать, кто куда перешёл между двумя датами, или перечислить карты одной клетки.",
    ),
    "examples.migrate": (
        "rfma migrate --from 2022-03-01\n"
        "rfma migrate --from 2022-03-01 --level warmth --thresholds refit\n"
        "rfma migrate --from 2022-03-01 --list 110 510 -o lost.csv\n"
        "rfma migrate --from 2021-08 --to 2022-06 --monthly",
    )
    * 2,
    "verb.query": (
        "Run one SELECT (DuckDB, read-only) over cheques, cards, segments and rejected.",
        "Выполнить один SELECT (DuckDB, только чтение) по cheques, cards, segments и rejected.",
    ),
    "examples.query": ('rfma query "select region, count(*) from segments group by 1 order by 1"',)
    * 2,
    "verb.playbook": (
        "Show what to do with each group and how large it is, or list the cards of one.",
        "Показать, что делать с каждой группой и какова она, или перечислить карты одной.",
    ),
    "examples.playbook": (
        "rfma playbook\n"
        "rfma playbook --scheme rfm8 --lang ru\n"
        "rfma playbook --region 310 --list -o poll.csv",
    )
    * 2,
    "verb.scheme_new": ("Write a scheme to start from.", "Записать схему для начала."),
    "examples.scheme_new": ("rfma scheme new my.toml\nrfma scheme new my.toml --from rfma",) * 2,
    "verb.scheme": (
        "List, show and check schemes: the built-in ones and files of one's own.",
        "Перечислить, показать и проверить схемы: встроенные и файлы своих.",
    ),
    "examples.scheme": ("rfma scheme new my.toml --from rfma\nrfma scheme check my.toml",) * 2,
    "verb.scheme_list": ("List the built-in schemes.", "Перечислить встроенные схемы."),
    "examples.scheme_list": ("rfma scheme list",) * 2,
    "verb.scheme_show": (
        "Show a scheme's axes and groups, or its file.",
        "Показать оси и группы схемы или её файл.",
    ),
    "examples.scheme_show": ("rfma scheme show rfma",) * 2,
    "verb.scheme_check": (
        "Prove that every level of a scheme holds every class once; show what is empty at a date.",
        "Доказать, что уровни схемы содержат каждый класс один раз; показать пустое на дату.",
    ),
    "examples.scheme_check": (
        "rfma scheme check my.toml\nrfma scheme check my.toml --as-of 2022-06-09",
    )
    * 2,
}
