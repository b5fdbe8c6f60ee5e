"""Words of the outermost boundary: faults of the program itself, values that nothing can mean."""

LABELS: dict[str, tuple[str, str]] = {
    "card.one_more_out": (
        "One more purchase today, for {amount} ₽, would take it out of the cards that the scheme"
        " segments.",
        "После ещё одной покупки сегодня, на {amount} ₽, карта не входила бы в число тех, что"
        " сегментирует схема.",
    ),
}

HELP: dict[str, tuple[str, str]] = {}

FAULTS: dict[str, tuple[str, str]] = {
    "fault.unforeseen": (
        "The program has met a fault of its own and cannot go on; rfma verify tells whether the"
        " store is sound.",
        "В программе обнаружилась ошибка, продолжать нельзя; цело ли хранилище, скажет rfma"
        " verify.",
    ),
    "fault.unforeseen.hint": (
        "please send {path} to whoever gave you rfma: it holds no data, only places in the code.",
        "пришлите {path} тем, от кого получили rfma: данных в нём нет, только места в коде.",
    ),
    "fault.unwritten": (
        "The program has met a fault of its own ({kind}) and cannot answer; no file about it could"
        " be written.",
        "В программе обнаружилась ошибка ({kind}), ответа не будет; записать файл о ней не"
        " удалось.",
    ),
    "fault.memory": (
        "There is not enough memory to answer.",
        "Для ответа не хватает памяти.",
    ),
    "fault.memory.hint": (
        "end other programs, ask for fewer days, or use a machine with more memory.",
        "закройте другие программы, запросите меньше дней или возьмите компьютер, где памяти"
        " больше.",
    ),
    "option.beyond": (
        "{option} is {got}; no whole number beyond {most} is taken.",
        "{option} равно {got}; целые числа больше {most} не принимаются.",
    ),
    "query.no_day": (
        "The column {name!r} of the answer holds a moment that no calendar has: infinity, or a year"
        " before 1 or after 9999.",
        "В колонке {name!r} ответа есть момент, которого нет в календаре: бесконечность или год"
        " раньше 1-го или позже 9999-го.",
    ),
    "query.no_day.hint": (
        "cast it to text: column::varchar",
        "приведите её к тексту: column::varchar",
    ),
}
