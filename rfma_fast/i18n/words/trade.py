"""Words of overview in depth, periods, acquisition."""

LABELS: dict[str, tuple[str, str]] = {
    "word.no_segment": ("no segment yet", "ещё без сегмента"),
    "word.total_new": ("Total new", "Всего новых"),
    "word.unidentified": ("without a card", "без карты"),
    "word.with_card": ("with a card", "с картой"),
    "word.without_card": ("without a card", "без карты"),
    "kind.till": ("till", "касса"),
    "kind.hidden_regular": ("hidden regular", "скрытый постоянный"),
    "head.segments": ("segments of {scheme} as of {day}", "сегменты {scheme} на {day}"),
    "title.recency": (
        "Days from a card's last purchase to {day}: mean, median, deciles",
        "Дней от последней покупки карты до {day}: среднее, медиана, децили",
    ),
    "title.trend": (
        "By month, with changes against the month before and the year before",
        "По месяцам, с изменением к прошлому месяцу и к тому же месяцу год назад",
    ),
    "title.shops_by_month": (
        "Cheques and revenue by month and shop, with and without a card",
        "Чеки и выручка по месяцам и магазинам, с картой и без карты",
    ),
    "title.identification": (
        "Mean and median cheque by shop and card, roubles",
        "Средний и медианный чек по магазинам, с картой и без, рубли",
    ),
    "title.cheque_deciles": (
        "Deciles of cheque amounts, roubles",
        "Децили сумм чеков, рубли",
    ),
    "title.returning_kinds": (
        "Ids without a card that made at least {least} purchases",
        "Номера без карты, по которым не меньше {least} покупок",
    ),
    "title.returning_ids": (
        "The most frequent ids: {count} of {all}",
        "Самые частые номера: {count} из {all}",
    ),
    "title.trade": ("Period", "Период"),
    "title.by_segment": (
        "By {level}: money in roubles, share of the revenue",
        "Разрез: {level}; суммы в рублях, доля в выручке",
    ),
    "title.by_month": ("By month, money in roubles", "По месяцам, суммы в рублях"),
    "title.acquisition": ("New cards", "Новые карты"),
    "title.new_cards_by_month": (
        "By month of the first purchase; first cheque in roubles",
        "По месяцу первой покупки; первый чек в рублях",
    ),
    "title.new_cards_by_shop": (
        "By shop of the first purchase; first cheque in roubles",
        "По магазину первой покупки; первый чек в рублях",
    ),
    "title.retention": (
        "Share of a cohort that bought so many months after its first",
        "Доля когорты, купившая через столько месяцев после первого",
    ),
    "title.cumulative": (
        "Revenue of a cohort by card up to so many months after its first, ₽",
        "Выручка когорты на карту за столько месяцев после первого, ₽",
    ),
    "title.lost": (
        "Who is lost as of {day}, by each card's own rhythm",
        "Кто потерян на {day}, по собственному ритму карты",
    ),
    "title.win_back": (
        "Worth winning back: revenue before silence, by region",
        "Кого стоит вернуть: выручка до молчания, по регионам",
    ),
    "title.win_back_cards": (
        "The cards that brought most: {count} of {all}",
        "Карты, принёсшие больше всего: {count} из {all}",
    ),
    "column.interval": ("95% interval", "Интервал 95 %"),
    "column.to_month": ("± month", "± месяц"),
    "column.to_year": ("± year", "± год"),
    "column.unidentified_short": ("No card", "Без карты"),
    "column.cheques_with": ("With card", "С картой"),
    "column.cheques_without": ("Without", "Без карты"),
    "column.revenue_with": ("With card, ₽", "С картой, ₽"),
    "column.revenue_without": ("Without, ₽", "Без карты, ₽"),
    "column.card": ("Card", "Карта"),
    "column.up_to_share": ("Share", "Доля"),
    "column.what_it_is": ("What it is", "Что это"),
    "column.ids": ("Ids", "Номеров"),
    "column.id": ("Id", "Номер"),
    "column.share_of_named": ("Of all ids", "От всех"),
    "column.days": ("Days", "Дней"),
    "column.a_day": ("Most a day", "За день"),
    "column.new_cards": ("New", "Новых"),
    "column.open": ("Open", "Ждём"),
    "column.ended": ("Ended", "Истёк"),
    "column.again": ("Came again", "Вернулись"),
    "column.second": ("2nd cheque", "2-й чек"),
    "column.cohort": ("Cohort", "Когорта"),
    "column.so_far": ("In all, ₽", "Всего, ₽"),
    "column.by_card": ("A card, ₽", "На карту, ₽"),
    "column.region": ("Region", "Регион"),
    "column.group": ("Group", "Группа"),
    "column.first_shop": ("First shop", "Первый магазин"),
    "fact.in_several_shops": ("Cards in several shops", "Карт в нескольких магазинах"),
    "fact.in_several_share": (
        "Share of cards in several shops",
        "Доля карт в нескольких магазинах",
    ),
    "fact.unidentified_cheques": (
        "Unidentified share of cheques",
        "Доля неидентифицированных чеков",
    ),
    "fact.unidentified_revenue": (
        "Unidentified share of revenue",
        "Доля неидентифицированной выручки",
    ),
    "fact.first_cards": ("New cards", "Новых карт"),
    "fact.opening_cards": (
        "Cards of {month}, when the cheques begin",
        "Карты месяца {month}, с которого идут чеки",
    ),
    "fact.churn": ("Window to come again, days", "Срок на повторную покупку, дней"),
    "note.month_partial": (
        "{month} holds {days} of {of} days, so no change is given against it.",
        "в {month} учтено дней: {days} из {of}, поэтому изменения с ним не считаются.",
    ),
    "note.formed_by_these": (
        "the groups of {day} were formed by these cheques, too: a card is in a good group because"
        " it bought then. So the table does not tell what a group brings afterwards.",
        "группы на {day} сложились в том числе из этих чеков: карта в хорошей группе потому, что"
        " тогда покупала. Поэтому таблица не говорит, что группа приносит потом.",
    ),
    "note.groups_before": (
        "for that, ask for the groups as of {before}, the day before the period.",
        "для этого запросите группы на {before}, день до периода.",
    ),
    "note.shop_started": (
        "{shop}: the first cheques are of {month}.",
        "{shop}: первые чеки в {month}.",
    ),
    "note.shop_missing": (
        "{shop}: no cheques in {months}.",
        "{shop}: нет чеков в {months}.",
    ),
    "note.shop_stopped": (
        "{shop}: the last cheques are of {month}.",
        "{shop}: последние чеки в {month}.",
    ),
    "note.till_rule": (
        "a till has {a_day} purchases or more on some day, or came on {days} days or more and on"
        " at least every {every}th day between its first and its last; the others are hidden"
        " regulars.",
        "касса — номер с {a_day} и более покупками в какой-то день либо с покупками в {days} и"
        " более дней, не реже чем каждый {every}-й день от первого до последнего; остальные —"
        " скрытые постоянные.",
    ),
    "note.windows_open": (
        "the {days} days of {cards} cards had not passed by {day}: they stand under open and do not"
        " count in the share.",
        "срок в {days} дней к {day} ещё не истёк у карт: {cards}; они в колонке «Ждём» и в долю не"
        " входят.",
    ),
    "note.lost_by_rhythm": (
        "a card worth winning back has been silent for more than twice its own usual gap,"
        " however short that gap is.",
        "карта, которую стоит вернуть, молчит дольше двух своих обычных пауз, какой бы короткой"
        " пауза ни была.",
    ),
    "note.lost_yet_hot": (
        "{cards} of these cards are among the hottest of the scheme {scheme} ({groups}), which goes"
        " by days for all cards alike: they bought lately, yet come later than they used to.",
        "{cards} из этих карт — среди самых горячих по схеме {scheme} ({groups}), где мера в днях"
        " общая для всех карт: они были недавно, но опаздывают против своего обычая.",
    ),
    "note.new_may_be_old": (
        "the cheques begin on {day}, so cards that first bought in {month} may have bought before:"
        " they are no cohort of new cards and do not count in the total.",
        "чеки начинаются {day}, поэтому карты с первой покупкой в {month} могли покупать и раньше:"
        " это не когорта новых карт, в итог они не входят.",
    ),
    "note.cards_on_cluster": (
        "the cards worth winning back stay on the cluster and are not listed.",
        "карты, которые стоит вернуть, остаются на кластере и не перечислены.",
    ),
    "note.cohort_partial": (
        "the last month of every cohort (*) ends on {day} and is not over: do not compare it.",
        "последний месяц каждой когорты (*) обрывается {day} и неполон: не сравнивайте его.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "help.months": (
        "Show the months: changes, shops by month, warnings.",
        "Показать месяцы: изменения, магазины по месяцам, предупреждения.",
    ),
    "help.cheques": (
        "Show cheque sizes: with and without a card, by shop, deciles.",
        "Показать размеры чеков: с картой и без, по магазинам, децили.",
    ),
    "help.ids": (
        "Show ids without a card that come back: tills and hidden regulars.",
        "Показать возвращающиеся номера без карты: кассы и скрытых постоянных.",
    ),
    "help.by": (
        "Show the groups also shop by shop or month by month.",
        "Показать группы ещё и по магазинам или по месяцам.",
    ),
    "help.segments_as_of": (
        "The date of the segments; by default the end of the period.",
        "Дата сегментов; по умолчанию конец периода.",
    ),
    "help.first_from": ("First purchases from this day on.", "Первые покупки с этого дня."),
    "help.first_to": ("First purchases up to this day.", "Первые покупки по этот день."),
    "help.churn": (
        "Days in which a card must come again; by default the churn period of scheme rfma.",
        "Дней, за которые карта должна вернуться; по умолчанию период оттока схемы rfma.",
    ),
    "help.list_win_back": (
        "Write the cards worth winning back to this file (.csv, .parquet, .xlsx).",
        "Записать карты, которые стоит вернуть, в этот файл (.csv, .parquet, .xlsx).",
    ),
    "verb.statistics": (
        "Show cards, cheques, revenue, mean and median cheque of a period by segment.",
        "Показать карты, чеки, выручку, средний и медианный чек за период по сегментам.",
    ),
    "examples.statistics": (
        "rfma statistics --from 2022-01-01 --to 2022-03-31\n"
        "rfma statistics --level warmth --by month\n"
        "rfma statistics --by shop --segments-as-of 2022-01-01 -o shops.xlsx",
    )
    * 2,
    "verb.acquisition": (
        "Show new cards, who of them came again, cohorts, the lost, and whom to win back.",
        "Показать новые карты, кто вернулся, когорты, потерянных и кого стоит вернуть.",
    ),
    "examples.acquisition": (
        "rfma acquisition\n"
        "rfma acquisition --from 2022-01-01 --churn 60\n"
        "rfma acquisition --list win-back.csv",
    )
    * 2,
}

FAULTS: dict[str, tuple[str, str]] = {
    "acquisition.nobody": (
        "No card bought for the first time from {since} to {until}.",
        "С {since} по {until} ни одна карта не купила впервые.",
    ),
    "acquisition.nobody.hint": (
        "widen the period, or look at all shops.",
        "расширьте период или учтите все магазины.",
    ),
    "acquisition.churn": (
        "A churn period is at least 1 day, not {got}.",
        "Период оттока — не меньше 1 дня, а не {got}.",
    ),
}
