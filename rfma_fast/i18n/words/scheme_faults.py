"""Words of errors in schemes, thresholds and playbooks; advice under ``.hint``."""

SCHEME_FAULTS: dict[str, tuple[str, str]] = {
    "scheme.missing": (
        "There is no scheme {name!r}, built-in or file; built-in: {known}.",
        "Нет схемы {name!r}, ни встроенной, ни файла; встроенные: {known}.",
    ),
    "scheme.exists": ("{file} is already there.", "{file} уже есть."),
    "scheme.exists.hint": ("choose another name.", "выберите другое имя."),
    "playbook.none": ("Scheme {scheme} has no playbook.", "В схеме {scheme} нет плана работы."),
    "playbook.unknown_group": (
        "The playbook has no group {got!r}; known: {known}.",
        "В плане работы нет группы {got!r}; есть: {known}.",
    ),
    "playbook.list_needs_group": (
        "To list cards, a group must be named.",
        "Чтобы перечислить карты, нужна группа.",
    ),
    "playbook.list_needs_group.hint": (
        "name it: --region 310",
        "назовите её: --region 310",
    ),
    "scheme.too_large": (
        "{file} is larger than {limit} bytes; no scheme is.",
        "{file} больше {limit} байт; схемы такими не бывают.",
    ),
    "scheme.fault": (
        "{file}, line {line}: {at}: {fault}",
        "{file}, строка {line}: {at}: {fault}",
    ),
    "scheme.unknown_key": (
        "{file}, line {line}: {at} is not known here; allowed: {known}.",
        "{file}, строка {line}: {at} здесь не известно; разрешены: {known}.",
    ),
    "scheme.unknown_key.hint": (
        "docs/schemes.md explains every key.",
        "docs/schemes.md объясняет каждый ключ.",
    ),
    "scheme.missing_key": (
        "{file}, line {line}: {at} lacks the key {name}; allowed: {allowed}.",
        "{file}, строка {line}: в {at} не хватает ключа {name}; разрешено: {allowed}.",
    ),
    "scheme.bad_value": (
        "{file}, line {line}: {at} is {got}; allowed: {allowed}.",
        "{file}, строка {line}: {at} — {got}; разрешено: {allowed}.",
    ),
    "scheme.code_twice": (
        "{file}, line {line}: {at}: {code} stands twice.",
        "{file}, строка {line}: {at}: {code} стоит дважды.",
    ),
    "scheme.code_twice.hint": (
        "each code belongs to one thing.",
        "каждый код принадлежит чему-то одному.",
    ),
    "scheme.column_taken": (
        "{file}, line {line}: {at}: another column is called {name} already.",
        "{file}, строка {line}: {at}: колонка {name} уже есть.",
    ),
    "scheme.column_taken.hint": (
        "names of axes, their letters and levels are columns of the table of cards.",
        "имена осей, их буквы и уровни становятся колонками таблицы карт.",
    ),
    "scheme.period_reversed": (
        "{file}, line {line}: {at} lies before since.",
        "{file}, строка {line}: {at} раньше, чем since.",
    ),
    "scheme.limits_crossed": (
        "{file}, line {line}: {at} is less than least.",
        "{file}, строка {line}: {at} меньше, чем least.",
    ),
    "scheme.grade_count": (
        "{file}, line {line}: {at}: {grades} grades for {borders} borders.",
        "{file}, строка {line}: {at}: грейдов {grades}, границ {borders}.",
    ),
    "scheme.grade_count.hint": (
        "there is one grade more than borders; the last grade takes the rest.",
        "грейдов на один больше, чем границ; последний берёт остальное.",
    ),
    "scheme.directions": (
        "{file}, line {line}: {at} keep values on different sides.",
        "{file}, строка {line}: {at} оставляют значения с разных сторон.",
    ),
    "scheme.directions.hint": (
        "all borders of an axis use <= and <, or all use >= and >.",
        "все границы оси с <= и < либо все с >= и >.",
    ),
    "scheme.border_order": (
        "{file}, line {line}: {at} are out of order: {borders}.",
        "{file}, строка {line}: {at} не по порядку: {borders}.",
    ),
    "scheme.border_order.hint": (
        "borders kept from below (<=) rise from grade to grade, those kept from above (>=) fall.",
        "границы с <= растут от грейда к грейду, с >= убывают.",
    ),
    "scheme.rounds_up": (
        "{file}, line {line}: {at}: this measure is rounded up, so only <= and > are exact.",
        "{file}, строка {line}: {at}: эта метрика округляется вверх, точны только <= и >.",
    ),
    "scheme.can_be_missing": (
        "{file}, line {line}: {at}: some cards have no such value, and no grade is given for them.",
        "{file}, строка {line}: {at}: у части карт такого значения нет, а грейд для них не назван.",
    ),
    "scheme.can_be_missing.hint": (
        'say it in the axis: missing = "3"',
        'назовите его в оси: missing = "3"',
    ),
    "scheme.group_ways": (
        "{file}, line {line}: {at}: group {group} must have one of members, where, rest.",
        "{file}, строка {line}: {at}: у группы {group} должно быть одно из members, where, rest.",
    ),
    "scheme.rests": (
        "{file}, line {line}: {at}: more than one group takes the rest: {groups}.",
        "{file}, строка {line}: {at}: остальное берёт больше одной группы: {groups}.",
    ),
    "scheme.circular": (
        "axes are built on each other: {axes}.",
        "оси опираются друг на друга: {axes}.",
    ),
    "scheme.too_many_classes": (
        "There are {classes} classes, more than {limit}.",
        "Всего классов {classes}, больше, чем {limit}.",
    ),
    "pattern.unreadable": (
        "the pattern {pattern!r} goes wrong at place {place}; slots are 4, (1,2) or (1-3).",
        "шаблон {pattern!r} неверен с места {place}; позиции: 4, (1,2) или (1-3).",
    ),
    "pattern.slots": (
        "the pattern {pattern!r} has {slots} slots, the scheme {axes} axes.",
        "в шаблоне {pattern!r} позиций {slots}, а осей в схеме {axes}.",
    ),
    "pattern.grade": (
        "slot {slot} of the pattern {pattern!r} goes beyond the grades {grades}.",
        "позиция {slot} шаблона {pattern!r} выходит за грейды {grades}.",
    ),
    "level.unknown": (
        "level {level} names what does not exist ({count}): {members}.",
        "уровень {level} называет несуществующее ({count}): {members}.",
    ),
    "level.twice": (
        "level {level} holds in two groups ({count}): {members}.",
        "на уровне {level} в двух группах ({count}): {members}.",
    ),
    "level.hole": (
        "level {level} has no group for ({count}): {members}.",
        "на уровне {level} нет группы для ({count}): {members}.",
    ),
    "level.scores": (
        "group {group} of level {level} asks for grades that are not there: {got}.",
        "группа {group} уровня {level} называет грейды, которых нет: {got}.",
    ),
    "level.scores_of_groups": (
        "group {group} of level {level} names grades, but the level is made of groups.",
        "группа {group} уровня {level} называет грейды, но уровень состоит из групп.",
    ),
    "thresholds.other_scheme": (
        "{path} holds thresholds of scheme {got}, not of {scheme}.",
        "В {path} пороги схемы {got}, а не {scheme}.",
    ),
    "thresholds.faulty": (
        "{path} is not a thresholds file: {at} is missing or wrong.",
        "{path} — не файл порогов: {at} нет или неверно.",
    ),
    "thresholds.faulty.hint": (
        "make one with: rfma thresholds fit -o FILE",
        "создайте его: rfma thresholds fit -o FILE",
    ),
}
