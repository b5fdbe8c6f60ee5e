"""Words of one card and the cooling calendar."""

LABELS: dict[str, tuple[str, str]] = {
    "title.card": ("Card {card}", "Карта {card}"),
    "title.card_groups": ("Where it stands", "Где она сейчас"),
    "title.card_standing": (
        "Measures, grades, and how far it is to the borders",
        "Метрики, грейды и расстояние до границ",
    ),
    "title.card_ahead": (
        "What the calendar alone will change within a year",
        "Что за год изменит один лишь календарь",
    ),
    "title.card_path": (
        "Its path over the last months, by today's borders",
        "Её путь за последние месяцы, по нынешним границам",
    ),
    "title.card_path_refit": (
        "Its path over the last months, by the borders of each month's end",
        "Её путь за последние месяцы, по границам конца каждого месяца",
    ),
    "title.card_shops": (
        "Shops, the home shop first",
        "Магазины, домашний первым",
    ),
    "title.card_cheques": (
        "The last {shown} of {all} cheques, the newest first",
        "Последние чеки: {shown} из {all}, новые первыми",
    ),
    "fact.first_purchase": ("First purchase", "Первая покупка"),
    "fact.last_purchase": ("Last purchase", "Последняя покупка"),
    "fact.home_shop": ("Home shop", "Домашний магазин"),
    "column.level": ("Level", "Уровень"),
    "column.card_value": ("Value", "Значение"),
    "column.grade": ("Grade", "Грейд"),
    "column.to_better": ("Better from", "Лучше от"),
    "column.to_worse": ("Worse from", "Хуже от"),
    "column.day": ("Day", "День"),
    "column.class": ("Class", "Класс"),
    "column.time": ("Time", "Время"),
    "column.amount": ("Amount, ₽", "Сумма, ₽"),
    "column.gap": ("Gap, days", "Пауза, дней"),
    "word.not_segmented": ("not yet segmented", "ещё не в сегментации"),
    "card.cools": (
        "Without a purchase it cools on {day}, in {days} days: {group}.",
        "Без покупки остынет {day}, через {days} дн.: {group}.",
    ),
    "card.does_not_cool": (
        "Without a purchase it cools no further within {days} days.",
        "Без покупки дальше не остынет в ближайшие {days} дн.",
    ),
    "card.one_more": (
        "One more purchase today, for {amount} ₽, would make it class {code}: {group}.",
        "Ещё одна покупка сегодня, на {amount} ₽, дала бы класс {code}: {group}.",
    ),
    "card.one_more_same": (
        "One more purchase today, for {amount} ₽, would leave it in class {code}: {group}.",
        "Ещё одна покупка сегодня, на {amount} ₽, оставила бы класс {code}: {group}.",
    ),
    "title.cooling": ("Cooling calendar", "Календарь остывания"),
    "title.cooling_groups": (
        "Groups that lose cards; each card once",
        "Группы, которые теряют карты; каждая карта один раз",
    ),
    "title.cooling_moves": ("Steps to a colder group", "Шаги в более холодную группу"),
    "title.cooling_days": ("By day", "По дням"),
    "head.days_ahead": ("{count} days, to {until}", "{count} дн., по {until}"),
    "column.cards_now": ("Cards now", "Карт сейчас"),
    "column.dropping": ("Dropping", "Остынет"),
    "column.brought": ("Brought so far, ₽", "Принесли всего, ₽"),
    "column.at_stake": ("At stake, ₽", "На кону, ₽"),
    "column.from_group": ("From", "Откуда"),
    "column.to_group": ("To", "Куда"),
    "column.first_day": ("From the day", "С какого дня"),
    "word.later_days": ("{count} later days", "ещё дней: {count}"),
    "note.cooling": (
        "if nobody buys; the borders stay as they are. A card may step twice, and then"
        " counts in both steps.",
        "если никто не купит; границы остаются прежними. Карта может сделать два шага и тогда"
        " считается в обоих.",
    ),
    "note.cooling_before": (
        "of the {cards} cards that were to cool in the {days} days after {day}, {returned}"
        " ({share}) bought in them all the same; all together brought {revenue} ₽ then. At stake is"
        " what as many cards of the same groups brought in those days.",
        "из {cards} карт, которые должны были остыть за {days} дн. после {day}, всё-таки купили"
        " {returned} ({share}); вместе они принесли тогда {revenue} ₽. На кону — сколько за те дни"
        " принесло столько же карт тех же групп.",
    ),
    "note.cooling_no_before": (
        "what such cards bring cannot be told: nobody was to cool {days} days ago.",
        "сколько приносят такие карты, сказать нельзя: {days} дн. назад остывать было некому.",
    ),
    "note.nobody_cools": (
        "no card drops to a colder group in this time.",
        "за это время ни одна карта не перейдёт в более холодную группу.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "verb.card": (
        "Show one card: measures, grades, groups, its path, its cheques, when it cools.",
        "Показать одну карту: метрики, грейды, группы, путь, чеки, когда остынет.",
    ),
    "examples.card": (
        "rfma card 2000000000015\n"
        "rfma card 2000000000015 --as-of 2022-03-01\n"
        "rfma card 2000000000015 --amount 1500 --format json",
    )
    * 2,
    "help.card": ("What is printed on the card.", "Что напечатано на карте."),
    "help.card_refit": (
        "Take for the path the borders of each month's end, not today's.",
        "Брать для пути границы конца каждого месяца, а не нынешние.",
    ),
    "help.card_amount": (
        "The one more purchase that is tried (by default the mean of the card's purchases,"
        " returns left out).",
        "Сумма пробной покупки (по умолчанию среднее её покупок, без вычета возвратов).",
    ),
    "verb.cooling": (
        "Show which cards drop to a colder group on which day if they do not buy.",
        "Показать, какие карты в какой день остынут, если не купят.",
    ),
    "examples.cooling": (
        "rfma cooling --days 30\n"
        "rfma cooling --days 14 --cards cooling.xlsx\n"
        "rfma cooling --as-of 2022-03-01 --level warmth --format json",
    )
    * 2,
    "help.cooling_days": ("How many days to look ahead.", "На сколько дней смотреть вперёд."),
    "help.cooling_level": (
        "The level whose groups are looked at (region, else one with warmth).",
        "Уровень, группы которого смотреть (регион, иначе уровень со степенью тепла).",
    ),
    "help.cooling_cards": (
        "Write the list of cards with their days to this file (.csv, .parquet, .xlsx).",
        "Записать список карт с днями в этот файл (.csv, .parquet, .xlsx).",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "card.unknown": (
        "The store has no card {card!r}.",
        "В хранилище нет карты {card!r}.",
    ),
    "card.unknown.hint": (
        'cards match {rule}; rfma query "select card from segments limit 5" shows some.',
        'карты соответствуют {rule}; rfma query "select card from segments limit 5" покажет'
        " несколько.",
    ),
    "card.not_segmented": (
        "The card {card} is not in the segmentation: up to {until} it bought nothing that counts.",
        "Карты {card} нет в сегментации: по {until} у неё нет подходящих покупок.",
    ),
    "card.not_segmented.hint": (
        "choose a later --as-of; returns are no purchases, and some schemes ask for several.",
        "выберите более поздний --as-of; возвраты не покупки, а некоторым схемам нужно несколько.",
    ),
    "card.unit": (
        "In the scheme {scheme} a row is a card and a shop, so that one card has several stories.",
        "В схеме {scheme} строка — это карта и магазин, и у одной карты несколько историй.",
    ),
    "card.amount": (
        "{got} is not the amount of a purchase.",
        "{got} — не сумма покупки.",
    ),
    "card.amount.hint": (
        "write roubles above zero with at most two decimals: 1500 or 99.90.",
        "пишите рубли больше нуля, не более двух знаков: 1500 или 99.90.",
    ),
    "cooling.days": (
        "A calendar of {got} days cannot be made: 1 to {most}.",
        "Календарь на {got} дн. составить нельзя: от 1 до {most}.",
    ),
    "cooling.no_warmth": (
        "The level {level} of the scheme {scheme} does not say which of its groups are colder.",
        "Уровень {level} схемы {scheme} не говорит, какие его группы холоднее.",
    ),
    "cooling.no_warmth.hint": (
        "give its groups `warmth = 1 … 5` in the scheme file, or choose another --level.",
        "задайте группам `warmth = 1 … 5` в файле схемы или выберите другой --level.",
    ),
}
