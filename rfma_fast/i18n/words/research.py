"""Words of research of thresholds."""

LABELS: dict[str, tuple[str, str]] = {
    "title.histogram": ("{axis}: distribution", "{axis}: распределение"),
    "title.gap_histogram": (
        "Days between purchases: distribution",
        "Дни между покупками: распределение",
    ),
    "title.candidates": (
        "What lies at each border, in force or proposed",
        "Что лежит на каждой границе, действующей или предлагаемой",
    ),
    "title.proposals": ("Borders in force and proposed", "Границы действующие и предлагаемые"),
    "title.proposed_cards": ("Cards by {level}", "Карт: {level}"),
    "title.proposed_revenue": ("Revenue by {level}, ₽", "Выручка, ₽: {level}"),
    "title.proposed_share": ("Share of revenue by {level}", "Доля выручки: {level}"),
    "title.pareto": (
        "How few cards bring how much of the revenue",
        "Сколько карт приносят какую часть выручки",
    ),
    "title.tenths": ("Tenths of the cards by revenue", "Десятые доли карт по выручке"),
    "title.tried": ("Borders", "Границы"),
    "title.what_if": ("Before and after: {level}", "Было и стало: {level}"),
    "title.regrading": (
        "Old groups down, new groups across",
        "Прежние группы — вниз, новые — вправо",
    ),
    "title.regraded_most": (
        "The greatest moves: {count} of {all}",
        "Крупнейшие переходы: {count} из {all}",
    ),
    "title.flips": ("Cards that change: {level}", "Сколько карт меняют группу: {level}"),
    "title.flips_revenue": ("Revenue of these cards, ₽", "Выручка этих карт, ₽"),
    "title.flips_share": ("Their share of the revenue", "Их доля в выручке"),
    "title.series": ("Borders fitted at each day", "Границы, найденные на каждую дату"),
    "title.intervals": (
        "Fitted borders over {count} resamples, 90% interval",
        "Найденные границы по повторным выборкам ({count}), интервал 90 %",
    ),
    "head.what_if": ("what if", "что если"),
    "head.sensitivity": ("sensitivity of the borders", "чувствительность границ"),
    "head.stability": ("stability of the borders", "устойчивость границ"),
    "method.in_force": ("in force", "действуют"),
    "method.rule": ("scheme's rule", "по схеме"),
    "method.equal": ("equal parts", "поровну"),
    "method.pareto": ("Pareto 80/20", "Парето 80/20"),
    "method.natural": ("natural", "разрывы"),
    "method.round": ("round", "круглые"),
    "column.values": ("Values", "Значения"),
    "column.gap_days": ("Days", "Дней"),
    "column.gap_returns": ("Repeat purchases", "Повторных покупок"),
    "column.gap_longer": ("longer", "дольше"),
    "column.without_next": ("no next one", "нет следующей"),
    "note.without_next": (
        "no next one is the share of all purchases, last ones included, that the card had not"
        " followed by another within these days. Who has been silent for a shorter time counts only"
        " as long as it was watched (Kaplan–Meier, over the whole history).",
        "«нет следующей» — доля всех покупок, включая последние, за которыми в эти дни не было"
        " следующей покупки карты. Кто молчит меньше, учтён лишь за время наблюдения"
        " (Каплан — Майер, по всей истории).",
    ),
    "column.share_of_revenue": ("Of revenue", "В выручке"),
    "column.candidate": ("Border", "Граница"),
    "column.below": ("Below", "Ниже"),
    "column.through": ("Up to", "Включая"),
    "column.exactly": ("Exactly", "Ровно, карт"),
    "column.whose": ("Proposed by", "Откуда"),
    "column.proposal_method": ("Method", "Способ"),
    "column.share_of_cards": ("Of cards", "Среди карт"),
    "column.revenue_before": ("Revenue, ₽", "Выручка, ₽"),
    "column.revenue_after": ("New, ₽", "Стало, ₽"),
    "column.revenue_change": ("±, ₽", "±, ₽"),
    "column.least_total": ("From total, ₽", "С суммой от, ₽"),
    "column.tenth": ("Tenth", "Десятая"),
    "column.cumulative_share": ("Cumulative", "Нарастающим"),
    "column.tried": ("tried", "пробуем"),
    "column.in_force": ("in force", "действуют"),
    "column.cards_before": ("Cards", "Карт"),
    "column.cards_after": ("New", "Стало"),
    "column.cards_change": ("±", "±"),
    "column.fitted": ("Fitted", "Найдена"),
    "column.interval_from": ("From", "От"),
    "column.interval_to": ("To", "До"),
    "column.unchanged": ("Unchanged", "Без изменений"),
    "tie.heaviest": (
        "{axis}: {share} of the cards have exactly {value}.",
        "{axis}: ровно {value} у {share} карт.",
    ),
    "tie.cheques": ("Cheques of a card", "Чеков у карты"),
    "pareto.sentence": (
        "{cards} of the cards bring 80% of the revenue; the best fifth of them brings {share}.",
        "80 % выручки приносят {cards} карт; лучшая пятая часть карт приносит {share}.",
    ),
    "what_if.moved": (
        "{cards} cards ({share}) change group; they brought {revenue} ₽.",
        "Меняют группу карт: {cards} ({share}); их выручка {revenue} ₽.",
    ),
    "note.what_if_stays": (
        "everything that is not set stays as it is in force; a measure built on a border keeps "
        "that border.",
        "всё, что не задано, остаётся как действует; метрика, построенная на границе, "
        "сохраняет прежнюю границу.",
    ),
    "note.what_if_follows": (
        "measures built on a border that is set are taken anew; the other borders stay as they "
        "are in force.",
        "метрики, построенные на заданной границе, посчитаны заново; остальные границы "
        "остаются как действуют.",
    ),
    "note.no_proposal": (
        "a method without borders of its own for an axis leaves those in force there.",
        "где у способа нет своих границ для оси, остаются действующие.",
    ),
    "note.by_total": (
        "cards are taken from the greatest total down; equal totals are interchangeable.",
        "карты взяты от наибольшей суммы вниз; карты с равными суммами взаимозаменяемы.",
    ),
    "sensitivity.most": (
        "Most fragile: {border}. Moved by 10%, it changes the group of {cards} cards ({share}).",
        "Самая хрупкая: {border}. Сдвиг на 10 % меняет группу у {cards} карт ({share}).",
    ),
    "note.shifts_exact": (
        "a shifted border is not rounded: for whole days, up to 22.05 is up to 22.",
        "сдвинутая граница не округляется: для целых дней «до 22,05» — это «до 22».",
    ),
    "note.resampled": (
        "cards are drawn anew with all their cheques, buyers without a card by their ids;"
        " every threshold is found anew each time; seed {seed}.",
        "карты взяты повторно со всеми их чеками, покупатели без карты — по их номерам; "
        "каждый раз все пороги найдены заново; начальное число {seed}.",
    ),
    "word.set_by_scheme": ("set by the scheme", "задана схемой"),
}

HELP: dict[str, tuple[str, str]] = {
    "help.set_borders": (
        "Try these borders: name or letter of an axis and all its borders; may be repeated.",
        "Попробовать эти границы: имя или буква оси и все её границы; можно повторять.",
    ),
    "help.follow": (
        "Take measures that are built on a border set here anew, as a thresholds file would.",
        "Пересчитать метрики, построенные на заданной границе, как это сделал бы файл границ.",
    ),
    "help.groups_level": (
        "The level of the groups; by default region, or the scheme's coarsest.",
        "Уровень групп; по умолчанию region или самый крупный в схеме.",
    ),
    "help.resamples": ("How many times the data are resampled.", "Число повторных выборок."),
    "help.stability_seed": (
        "Where the random numbers start; the same seed gives the same bits.",
        "Затравка случайных чисел; с той же затравкой ответ тот же.",
    ),
    "help.stability_as_of": (
        "The last day, or a range of days or months like 2022-01..2022-06; its month ends.",
        "Последний день или диапазон дней или месяцев, например 2022-01..2022-06; концы месяцев.",
    ),
    "verb.sensitivity": (
        "Move each border by 5, 10 and 20% and count the cards that change group.",
        "Сдвинуть каждую границу на 5, 10 и 20 % и сосчитать карты, меняющие группу.",
    ),
    "examples.sensitivity": (
        "rfma thresholds sensitivity\nrfma thresholds sensitivity --level cluster -o fragile.xlsx",
    )
    * 2,
    "verb.stability": (
        "Refit the borders at each month end, and over resampled data.",
        "Найти границы заново на конец каждого месяца и по повторным выборкам.",
    ),
    "examples.stability": (
        "rfma thresholds stability\n"
        "rfma thresholds stability --as-of 2022-01..2022-06 --resamples 2000",
    )
    * 2,
}

FAULTS: dict[str, tuple[str, str]] = {
    "what_if.form": ("No border is set by '{got}'.", "Границы так не задать: '{got}'."),
    "what_if.form.hint": (
        "write the axis and all its borders: --set recency=30,90,180.",
        "пишите ось и все её границы: --set recency=30,90,180.",
    ),
    "what_if.follow_alone": (
        "The option --follow counts only together with --set.",
        "Параметр --follow действует только вместе с --set.",
    ),
    "what_if.nothing": ("No border is set.", "Не задано ни одной границы."),
    "what_if.unknown_axis": ("The scheme has no axis '{got}'.", "В схеме нет оси '{got}'."),
    "what_if.unknown_axis.hint": ("its axes: {known}.", "её оси: {known}."),
    "what_if.twice": ("The axis {axis} is set twice.", "Ось {axis} задана дважды."),
    "what_if.count": (
        "The axis {axis} has {needed} borders, and {got} are set.",
        "У оси {axis} границ {needed}, а задано {got}.",
    ),
    "what_if.count.hint": (
        "a comma stands between borders, a point before decimals.",
        "между границами — запятая, перед дробной частью — точка.",
    ),
    "what_if.no_number": (
        "The axis {axis} cannot have the border '{got}': it is a number, zero or more.",
        "У оси {axis} не бывает границы '{got}': граница — число не меньше нуля.",
    ),
    "what_if.no_number.hint": (
        "without a unit, a point before decimals: 30 or 0.96.",
        "без единиц, дробная часть после точки: 30 или 0.96.",
    ),
    "what_if.not_whole": (
        "The axis {axis} is counted in whole numbers, and '{got}' is none.",
        "Ось {axis} считается в целых числах, а '{got}' — не целое.",
    ),
    "what_if.must_rise": (
        "The borders of {axis} must rise from the first grade on, got {got}.",
        "Границы оси {axis} должны расти от первого грейда, а заданы {got}.",
    ),
    "what_if.must_fall": (
        "The borders of {axis} must fall from the first grade on, got {got}.",
        "Границы оси {axis} должны убывать от первого грейда, а заданы {got}.",
    ),
    "stability.resamples": (
        "{got} resamples: it must be 1 to {most}.",
        "Повторных выборок {got}: нужно от 1 до {most}.",
    ),
    "stability.seed": (
        "The seed {got} is negative.",
        "Затравка {got} отрицательна.",
    ),
    "stability.no_days": ("No day is given.", "Не задано ни одного дня."),
}
