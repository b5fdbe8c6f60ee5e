"""Words of what each group does if it is left alone."""

LABELS: dict[str, tuple[str, str]] = {
    "outlook.title": ("If left alone", "Если ничего не делать"),
    "outlook.head": ("{days} days after past dates", "{days} дн. после прошлых дат"),
    "outlook.title_groups": (
        "Bought again within {days} days of {day}, and what that means for the cards of now",
        "Купили снова за {days} дн. после {day}, и что это значит для нынешних карт",
    ),
    "outlook.title_windows": (
        "Bought again, over all month ends that have the whole time after them",
        "Купили снова: по всем концам месяцев, за которыми есть весь срок",
    ),
    "outlook.title_money": (
        "Cheques and revenue per card within {days} days, over {count} month ends",
        "Чеков и выручки на карту за {days} дн., по концам месяцев: {count}",
    ),
    "outlook.title_models": (
        "Learnt from {learnt}, judged by the {days} days after {judged}: {cards} cards",
        "Усвоено на {learnt}, проверено за {days} дн. после {judged}: карт {cards}",
    ),
    "outlook.again": ("Bought again", "Купили снова"),
    "outlook.per_card": ("Per card, ₽", "На карту, ₽"),
    "outlook.cheques": ("Cheques per card", "Чеков на карту"),
    "outlook.within": ("{days} days", "{days} дн."),
    "outlook.range": ("By month end", "По концам месяцев"),
    "outlook.month_ends": ("Over {count} month ends", "По концам месяцев: {count}"),
    "outlook.all": ("All cards", "Все карты"),
    "outlook.model": ("Ordered by", "Признак"),
    "outlook.ranks": ("Revenue ranks", "Ранги выручки"),
    "outlook.gain": ("± recency", "± давность"),
    "outlook.recency": ("plain recency", "одна давность"),
    "outlook.class_without_age": ("class without age", "класс без возраста"),
    "outlook.ordered": (
        "Warmth orders the cards: the colder buy again less often, from step to step.",
        "Степень прогрева упорядочивает карты: чем холоднее, тем реже покупают снова.",
    ),
    "outlook.within_chance": (
        "Warmth {colder} bought again more often than warmth {warmer}, by {points} points"
        " ({low} to {high}): chance may do that.",
        "Степень {colder} покупала снова чаще степени {warmer} на {points} п. п."
        " (от {low} до {high}): это может быть случайностью.",
    ),
    "outlook.violated": (
        "Warmth does not order the cards: {colder} bought again more often than {warmer}, by"
        " {points} points ({low} to {high}).",
        "Степень прогрева не упорядочивает карты: {colder} покупала снова чаще, чем {warmer}, на"
        " {points} п. п. (от {low} до {high}).",
    ),
    "outlook.better": (
        "{level}: tells who buys again better than plain recency, AUC {change} ({low} to {high}).",
        "{level}: предсказывает повторную покупку лучше одной давности, AUC {change}"
        " (от {low} до {high}).",
    ),
    "outlook.no_better": (
        "{level}: tells who buys again no better than plain recency, AUC {change} ({low} to"
        " {high}).",
        "{level}: предсказывает повторную покупку не лучше одной давности, AUC {change}"
        " (от {low} до {high}).",
    ),
    "outlook.worse": (
        "{level}: tells who buys again worse than plain recency, AUC {change} ({low} to {high}).",
        "{level}: предсказывает повторную покупку хуже одной давности, AUC {change}"
        " (от {low} до {high}).",
    ),
    "outlook.age_better": (
        "Age adds to it: AUC {change} ({low} to {high}).",
        "Возраст добавляет: AUC {change} (от {low} до {high}).",
    ),
    "outlook.age_no_better": (
        "Age adds nothing that could be seen: AUC {change} ({low} to {high}).",
        "Возраст не добавляет ничего заметного: AUC {change} (от {low} до {high}).",
    ),
    "outlook.age_worse": (
        "Age takes away from it: AUC {change} ({low} to {high}).",
        "Возраст ухудшает: AUC {change} (от {low} до {high}).",
    ),
    "outlook.age_not_learnt": (
        "Age could not be learnt: on {day} the store was too young for every grade of it.",
        "Возраст усвоить нельзя: на {day} история слишком коротка для всех его грейдов.",
    ),
    "outlook.no_prediction": (
        "Whether groups foretell anything cannot be judged: that takes twice {days} days of"
        " history, in which some buy again and some do not.",
        "Предсказывают ли группы что-нибудь, сказать нельзя: нужно дважды по {days} дн. истории, в"
        " которых одни покупают снова, другие нет.",
    ),
    "outlook.note_meaning": (
        "this is what such cards did by themselves, whatever was done with them then, not a"
        " promise. At stake = cards now × revenue per card within {days} days.",
        "так такие карты вели себя сами, что бы с ними тогда ни делали; это не обещание. На кону ="
        " карт сейчас × выручка на карту за {days} дн.",
    ),
    "outlook.note_fitted": (
        "thresholds are fitted on every date, as they would have been then.",
        "пороги подобраны на каждую дату, как были бы тогда.",
    ),
    "outlook.note_frozen": (
        "the same given thresholds hold on every date.",
        "на каждую дату действуют одни и те же заданные пороги.",
    ),
    "outlook.note_intervals": (
        "intervals count cards, not purchases: a card that stands in a group on several dates is"
        " one card. They do not hold how months differ; the column by month end shows that.",
        "интервалы считают карты, а не покупки: карта, бывшая в группе на несколько дат, — одна"
        " карта. Различий между месяцами в них нет, их показывает столбец по концам месяцев.",
    ),
    "outlook.note_few": (
        "groups with fewer than {few} cards: {groups}; their money hangs on a few cards.",
        "группы, где карт меньше {few}: {groups}; их деньги зависят от нескольких карт.",
    ),
    "outlook.note_drift": (
        "on the newest date {groups} bought again less or more often than over all month ends: the"
        " months are not alike, and the newest date is nearer to now.",
        "на новейшую дату {groups} покупали снова реже или чаще, чем по всем концам месяцев: месяцы"
        " неодинаковы, и новейшая дата ближе к нынешней.",
    ),
    "outlook.note_short": (
        "so many days do not lie behind: {days}.",
        "столько дней истории ещё нет: {days}.",
    ),
    "outlook.play": (
        "in {days} days after {day} {rate} ({low}–{high}) bought again, {revenue} ₽ per card; at"
        " stake: {stake} ₽",
        "за {days} дн. после {day} купили снова {rate} ({low}–{high}), {revenue} ₽ на карту; на"
        " кону: {stake} ₽",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "verb.outlook": (
        "Show what each group does if left alone: who buys again, and what that brings.",
        "Показать, что делает каждая группа сама: кто купит снова и сколько принесёт.",
    ),
    "examples.outlook": (
        "rfma outlook\n"
        "rfma outlook --days 90 --level cluster\n"
        "rfma outlook --as-of 2022-05-30 --format json",
    )
    * 2,
    "help.outlook_days": (
        "The days after a date that verdicts and what is at stake are of.",
        "За сколько дней после даты делать выводы и считать, что на кону.",
    ),
    "help.outlook_level": (
        "The level whose groups are looked at (the scheme's own if not told).",
        "Уровень, группы которого смотреть (если не указан, основной у схемы).",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "outlook.too_short": (
        "No date has {days} days after it: the cheques are of {first} … {until}.",
        "Ни у одной даты нет {days} дн. после неё: чеки есть за {first} … {until}.",
    ),
    "outlook.too_short.hint": (
        "ask for fewer --days, or load earlier cheques.",
        "укажите меньше --days или загрузите более ранние чеки.",
    ),
    "outlook.days": (
        "A window of {got} days cannot be looked at: 1 to {most}.",
        "Срок в {got} дн. посмотреть нельзя: от 1 до {most}.",
    ),
}
