"""Words about where a store lies, and which store it is: key → (English, Russian)."""

Words = dict[str, tuple[str, str]]

LABELS: Words = {
    "diff.store_id": ("Identity of the store", "Идентификатор хранилища"),
}

HELP: Words = {}

FAULTS: Words = {
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
}
