"""Words for what is left out or refused because there is too much of it."""

LABELS: dict[str, tuple[str, str]] = {
    "note.more_shops": (
        "{rest} more shops have no cheques in the first, in the last or in some month between; "
        "rfma overview --format json lists every shop and month.",
        "Ещё магазинов без чеков в первом, последнем или каком-то месяце между ними: {rest}; "
        "все магазины по месяцам показывает rfma overview --format json.",
    ),
    "web.shop_of_many": (
        "Shop, by its name (of {all})",
        "Магазин, по названию (из {all})",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "help.g_start": (
        "The first month. Default: 2021-07, or earlier, so that the last month is over today.",
        "Первый месяц. По умолчанию 2021-07 или раньше: чтобы последний месяц уже закончился.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "generate.start": (
        "The value of --start is not a month: {got!r}.",
        "Значение --start — не месяц: {got!r}.",
    ),
    "generate.start.hint": ("write it as 2021-07", "пишите его как 2021-07"),
    "file.too_deep": (
        "{path}, line {line}: a name has more than {limit} parts.",
        "{path}, строка {line}: имя больше чем из {limit} частей.",
    ),
    "file.too_deep.hint": (
        "none of the files that rfma reads needs more than five: see rfma help scheme",
        "ни одному из файлов, которые читает rfma, не нужно больше пяти: см. rfma help scheme",
    ),
}
