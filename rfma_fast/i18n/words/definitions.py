"""Words of the page of definitions: each term, and what it means."""

LABELS: dict[str, tuple[str, str]] = {
    "term.cheque": ("Cheque", "Чек"),
    "means.cheque": (
        "One purchase: a row with an amount above zero.",
        "Одна покупка: строка с суммой больше нуля.",
    ),
    "term.card": ("Card", "Карта"),
    "means.card": ("A customer's loyalty card.", "Карта лояльности покупателя."),
    "term.identified": ("Identified cheque", "Чек с картой"),
    "means.identified": (
        "A cheque whose card matches the store's card rule; the others carry a throw-away"
        " id or none.",
        "Чек, карта которого подходит под правило хранилища; у остальных разовый номер или"
        " никакого.",
    ),
    "term.shop": ("Shop", "Магазин"),
    "means.shop": ("One pharmacy, as the till names it.", "Одна аптека, как её называет касса."),
    "term.as_of": ("As-of date", "Дата анализа"),
    "means.as_of": (
        "The last day that is looked at; later cheques are not seen. Usually the last day"
        " with a card.",
        "Последний день, который учтён; более поздние чеки не видны. Обычно последний день"
        " с картой.",
    ),
    "term.recency": ("Recency, R", "Давность, R"),
    "means.recency": (
        "As-of date − last purchase, in days.",
        "Дата анализа − последняя покупка, в днях.",
    ),
    "term.age": ("Age, A", "Возраст, A"),
    "means.age": (
        "As-of date − first purchase, in days.",
        "Дата анализа − первая покупка, в днях.",
    ),
    "term.gap": ("Gap", "Пауза"),
    "means.gap": (
        "Days between two consecutive purchases of a card; 0 on the same day.",
        "Дней между двумя соседними покупками карты; 0 в один день.",
    ),
    "term.churn": ("Churn period", "Период оттока"),
    "means.churn": (
        "The gap that such a share of all gaps does not exceed as the scheme names. It counts gaps"
        " that ended: it does not tell how likely a silent card is to come again.",
        "Пауза, которую не превышает заданная схемой доля всех пауз. Считаются завершённые паузы:"
        " о том, придёт ли молчащая карта, это не говорит.",
    ),
    "term.base": ("Base interval", "Базовый интервал"),
    "means.base": (
        "The border of the first grade of recency, in days.",
        "Граница первого грейда давности, в днях.",
    ),
    "term.frequency": ("Frequency, F", "Частота, F"),
    "means.frequency": (
        "Purchases × base interval ÷ activity period, to hundredths. The period runs from the first"
        " purchase (at the latest one base interval before the as-of date) to the last"
        " purchase plus the"
        " churn period (at the latest to the as-of date).",
        "Покупки × базовый интервал ÷ период активности, до сотых. Период — от первой"
        " покупки (не позже"
        " чем за базовый интервал до даты анализа) до последней плюс период оттока (не позже даты"
        " анализа).",
    ),
    "term.monetary": ("Monetary, M", "Деньги, M"),
    "means.monetary": (
        "Mean cheque of the card in whole roubles, returns netted.",
        "Средний чек карты в целых рублях за вычетом возвратов.",
    ),
    "term.grade": ("Grade", "Грейд"),
    "means.grade": (
        "The part of a measure's range in which the card lies; 1 is best. Equal values have"
        " equal grades.",
        "Часть диапазона метрики, в которую попала карта; 1 — лучший. Равные значения —"
        " равные грейды.",
    ),
    "term.class": ("Class", "Класс"),
    "means.class": (
        "The grades written together, such as 1121.",
        "Грейды, записанные подряд, например 1121.",
    ),
    "term.cluster": ("Cluster", "Кластер"),
    "means.cluster": ("A group of similar classes.", "Группа близких классов."),
    "term.region": ("Region", "Регион"),
    "means.region": (
        "A group of clusters with one marketing task.",
        "Группа кластеров с одной задачей маркетинга.",
    ),
    "term.warmth": ("Warmth", "Степень тепла"),
    "means.warmth": (
        "From 1 hot to 5 cold: the order that the scheme gives its groups. It promises nothing"
        " about the next purchase.",
        "От 1 горячие до 5 холодные: порядок, который даёт группам схема. Следующую покупку он не"
        " обещает.",
    ),
    "term.percentile": ("Percentile", "Перцентиль"),
    "means.percentile": (
        "The smallest value that at least such a share of values does not exceed; exact,"
        " not interpolated.",
        "Наименьшее значение, которое не превышает не меньше такой доли значений; точное,"
        " без интерполяции.",
    ),
    "term.mean_median": ("Mean and median cheque", "Средний и медианный чек"),
    "means.mean_median": (
        "Revenue ÷ cheques; the middle of all cheques by size.",
        "Выручка ÷ чеки; середина всех чеков по размеру.",
    ),
    "term.revenue": ("Revenue", "Выручка"),
    "means.revenue": (
        "Sum of amounts before discounts, returns netted; under a scheme that measures money by"
        " what was paid, the sum of that.",
        "Сумма до скидок за вычетом возвратов; в схеме, которая меряет деньги по оплаченному, —"
        " сумма оплаченного.",
    ),
    "term.return": ("Return", "Возврат"),
    "means.return": (
        "A row with an amount of zero or less: no purchase, but it counts in revenue.",
        "Строка с суммой ноль и меньше: не покупка, но в выручке учтена.",
    ),
    "term.migration": ("Migration", "Миграция"),
    "means.migration": (
        "Where each card was at the first date and where it is at the second; new cards had"
        " not bought by"
        " the first.",
        "Где карта была на первую дату и где на вторую; новые к первой дате ещё не покупали.",
    ),
    "term.frozen_refit": (
        "Borders of the first date, of each date",
        "Границы первой даты, каждой даты",
    ),
    "means.frozen_refit": (
        "Frozen: people move, the ruler does not. Of each date: the borders are found anew.",
        "Замороженные: движутся люди, а не линейка. Каждой даты: границы находят заново.",
    ),
    "term.movement": ("Warmer, colder", "Потеплели, остыли"),
    "means.movement": (
        "The group at the second date has a lower (warmer) or a higher (colder) number of warmth.",
        "У группы на вторую дату номер степени тепла меньше (теплее) или больше (холоднее).",
    ),
    "term.capacity": ("Capacity", "Ёмкость"),
    "means.capacity": ("How many cards fall into a grade.", "Сколько карт попадает в грейд."),
    "term.tie": ("On the border", "На границе"),
    "means.tie": (
        "Cards whose value is exactly the border.",
        "Карты, значение которых ровно на границе.",
    ),
}

HELP: dict[str, tuple[str, str]] = {}

FAULTS: dict[str, tuple[str, str]] = {}
