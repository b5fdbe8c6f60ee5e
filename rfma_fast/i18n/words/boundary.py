"""Words of the outermost boundary: faults of the program itself, values that nothing can mean."""

LABELS: dict[str, tuple[str, str]] = {}

HELP: dict[str, tuple[str, str]] = {}

FAULTS: dict[str, tuple[str, str]] = {
    "fault.unforeseen": (
        "The program has met a fault of its own and cannot answer; the store is as it was before.",
        "В программе обнаружилась ошибка, ответа не будет; хранилище осталось прежним.",
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
}
