"""Words of migration that explains itself, and two runs compared."""

LABELS: dict[str, tuple[str, str]] = {
    "move.same": ("As warm", "Так же"),
    "move.gone": ("Gone", "Пропали"),
    "move.movement": ("Movement", "Движение"),
    "move.group": ("Group", "Группа"),
    "move.before": ("Before", "Было"),
    "move.in": ("In", "Пришли"),
    "move.out": ("Out", "Ушли"),
    "move.after": ("After", "Стало"),
    "move.known_cards": ("Known", "Известные"),
    "move.new_cards": ("New", "Новые"),
    "move.borders": ("Thresholds", "Пороги"),
    "move.frozen": ("By old", "По старым"),
    "move.refit": ("By new", "По новым"),
    "move.change": ("Change", "Сдвиг"),
    "move.per_card_before": ("₽/card before", "₽/карту до"),
    "move.per_card_after": ("₽/card after", "₽/карту после"),
    "move.all_time": ("All time, ₽", "За всё время"),
    "move.title_money": (
        "What the groups of {day} spent per card, before and after",
        "Сколько тратили группы на {day} в расчёте на карту, до и после",
    ),
    "move.since_first": ("Between, ₽", "Между датами"),
    "move.money_told": (
        "₽/card: sales of {days} days up to each date ({first} and {second}) ÷ all cards of the"
        " row, buyers or not.",
        "₽/карту: продажи за {days} дн. до каждой даты ({first} и {second}) ÷ все карты строки,"
        " покупали они или нет.",
    ),
    "move.all_time_told": (
        "All time: everything that these cards have ever brought up to {second}; it grows even"
        " where they go cold.",
        "За всё время: всё, что эти карты принесли до {second}; эта сумма растёт и у остывающих.",
    ),
    "move.since_first_told": (
        "Between: what these cards brought after {first} and up to {second}.",
        "Между датами: что эти карты принесли после {first} и до {second}.",
    ),
    "move.money_shortened": (
        "sales are those of {days} days and not of {asked}: the history before {first} is no"
        " longer.",
        "продажи взяты за {days} дн., а не за {asked}: до {first} истории не больше.",
    ),
    "move.drift": (
        "Groups formed by past purchases drift back without any campaign. Only a control group"
        " tells what marketing did.",
        "Группы, выделенные по прошлым покупкам, возвращаются к среднему и без всякой кампании."
        " Что дал маркетинг, покажет только контрольная группа.",
    ),
    "move.bridge": (
        "Sizes on {second} by the thresholds of {first} (as here) + cards moved by thresholds"
        " fitted to {second} = sizes as the page {page} and the segmentation of that day show them:"
        " {groups}.",
        "Численность на {second} по порогам на {first} (как здесь) + карты, которые перевели"
        " пороги, найденные на {second}, = численность, как её показывают страница «{page}» и"
        " сегментация на эту дату: {groups}.",
    ),
    "move.bridge_refit": (
        "Sizes on {second} by the thresholds of {first} + cards moved by thresholds fitted to"
        " {second} = sizes here, as the page {page} and the segmentation of that day show them:"
        " {groups}.",
        "Численность на {second} по порогам на {first} + карты, которые перевели пороги, найденные"
        " на {second}, = численность здесь, как её показывают страница «{page}» и сегментация на"
        " эту дату: {groups}.",
    ),
    "move.bridge_rest": ("{groups}; the others alike", "{groups}; остальные одинаковы"),
    "move.bridge_same": (
        "Sizes on {second} are the same by the thresholds of {first} and by those fitted to"
        " {second}.",
        "Численность на {second} одна и та же по порогам на {first} и по порогам, найденным на"
        " {second}.",
    ),
    "move.previous": (
        "Known cards usually cool on average; new ones come in warm. Compare with an earlier pair"
        " of dates of the same length, {since} → {until}: {change} then.",
        "Известные карты в среднем обычно остывают, тёплыми приходят новые. Сравнивайте с прежней"
        " парой дат той же длины, {since} → {until}: тогда было {change}.",
    ),
    "move.no_previous": (
        "Known cards usually cool on average; new ones come in warm. There is no earlier pair of"
        " dates of the same length to compare with: {reason}",
        "Известные карты в среднем обычно остывают, тёплыми приходят новые. Сравнить с прежней"
        " парой дат той же длины нельзя: {reason}",
    ),
    "move.by_shop": ("Home shop", "Своя аптека"),
    "move.by_cohort": ("First month", "Первый месяц"),
    "move.cards_earlier": ("Year before", "Годом раньше"),
    "move.share_earlier": ("Share then", "Доля тогда"),
    "move.title_movements": ("Movements", "Движение"),
    "move.title_class_flows": (
        "The {count} greatest of {all} flows between classes",
        "Крупнейшие переходы между классами: {count} из {all}",
    ),
    "move.title_sizes": (
        "Sizes: before + in − out + new − gone = after",
        "Численность: было + пришли − ушли + новые − пропали = стало",
    ),
    "move.title_effects": (
        "Before + known moved + new = by old thresholds; + thresholds = by new",
        "Было + переходы известных + новые = по старым порогам; + пороги = по новым",
    ),
    "move.title_by_shop": ("Movements by home shop", "Движение по своей аптеке карты"),
    "move.title_by_cohort": (
        "Movements by month of the first purchase",
        "Движение по месяцу первой покупки",
    ),
    "move.title_season": (
        "And a year before, {since} → {until}",
        "И годом раньше, {since} → {until}",
    ),
    "move.title_season_sizes": (
        "Sizes now and a year before",
        "Численность сейчас и годом раньше",
    ),
    "move.before_earlier": ("Before then", "Было тогда"),
    "move.after_earlier": ("After then", "Стало тогда"),
    "move.mean_change": (
        "Mean change of warmth of the cards known at both dates: {change} (below zero is warmer);"
        " in the same group: {stayed}.",
        "Теплота карт, известных на обе даты, в среднем изменилась на {change} (меньше нуля —"
        " теплее); в той же группе: {stayed}.",
    ),
    "move.season_change": (
        "Mean change of warmth: {now} now, {then} a year before (below zero is warmer).",
        "Среднее изменение теплоты: {now} сейчас, {then} годом раньше (меньше нуля — теплее).",
    ),
    "move.regraded": (
        "Cards in another group only because the thresholds moved: {cards}.",
        "Карт, сменивших группу только из-за сдвига порогов: {cards}.",
    ),
    "move.note_unordered": (
        "the groups of this level have no order from hot to cold, so that cards are told apart"
        " only by whether they stayed.",
        "у групп этого уровня нет порядка от горячих к холодным, поэтому различается только,"
        " осталась карта в группе или перешла.",
    ),
    "move.note_home_shop": (
        "a card's home shop has most of its cheques up to the second date; of equals the one with"
        " more revenue, then the later last purchase, then the first by name.",
        "своя аптека карты — та, где у неё больше всего чеков ко второй дате; из равных — с большей"
        " выручкой, затем с более поздней покупкой, затем первая по имени.",
    ),
    "move.note_season": (
        "the same days of the year before cannot be shown: {reason}",
        "те же дни годом раньше показать нельзя: {reason}",
    ),
    "move.season_young": (
        "a year before, the thresholds stood on {days} days of history, less than a year: the churn"
        " period still grew with it, and no card could be older. What differs is partly the ruler,"
        " not the season.",
        "годом раньше пороги опирались на {days} дн. истории, меньше года: период оттока ещё рос"
        " вместе с ней, а карт старше быть не могло. Разница — отчасти в пороге, а не в сезоне.",
    ),
    "move.title_month_sizes": ("Cards", "Карты"),
    "move.title_retention": (
        "Retention: who stayed in the group since the date before",
        "Удержание: кто остался в группе с предыдущей даты",
    ),
    "move.title_several": (
        "In the same group after so many months: observed (by the chain of one month)",
        "В той же группе через столько месяцев: на деле (по цепи одного месяца)",
    ),
    "move.elsewhere_told": (
        "Elsewhere: the part of the cards that are not in the group where the chain puts them.",
        "Не там: доля карт, которые оказались не в той группе, где их ждёт цепь.",
    ),
    "move.months": ("{count} mo", "{count} мес."),
    "move.elsewhere": ("Elsewhere", "Не там"),
    "move.title_limit": (
        "Where the shares tend: not a forecast",
        "К чему сойдётся структура: не прогноз",
    ),
    "move.now": ("Now", "Сейчас"),
    "move.entrants": ("New cards", "Новые карты"),
    "move.limit": ("Limit", "Предел"),
    "move.spread": ("±", "±"),
    "move.closed": ("No new cards", "Без новых"),
    "move.growth": (
        "New cards a month for each known one: {rate} (mean of {steps} steps).",
        "Новых карт в месяц на каждую известную: {rate} (в среднем; шагов: {steps}).",
    ),
    "move.distances": (
        "Cards away from the limit after so many months: {way}.",
        "Доля карт вдали от предела через столько месяцев: {way}.",
    ),
    "move.note_model": (
        "the limit supposes that every month goes on as the mean month seen, new cards included;"
        " how far that holds is told by the line Elsewhere.",
        "предел предполагает, что каждый месяц идёт как средний из виденных, вместе с новыми"
        " картами; насколько это верно, показывает строка «Не там».",
    ),
    "move.spread_told": (
        "±: by how much the limit moves with the months that it is made of (standard error, each"
        " month left out once).",
        "±: насколько предел зависит от того, какие месяцы взяты (стандартная ошибка, каждый месяц"
        " по разу опущен).",
    ),
    "move.months_differ": (
        "The months are not alike (G² = {g}, {freedom} degrees of freedom, p {p}): no single chain"
        " describes them, so that the shares will not settle at this limit.",
        "Месяцы не похожи друг на друга (G² = {g}, степеней свободы {freedom}, p {p}): одной цепью"
        " их не описать, и на этом пределе структура не остановится.",
    ),
    "move.months_alike": (
        "The months differ no more than chance would have it (G² = {g}, {freedom} degrees of"
        " freedom, p {p}).",
        "Месяцы различаются не больше, чем бывает случайно (G² = {g}, степеней свободы {freedom},"
        " p {p}).",
    ),
    "move.note_few_steps": (
        "there is no limit: it takes {fewest} whole months, and there are {steps}.",
        "предела нет: нужно целых месяцев — {fewest}, а есть {steps}.",
    ),
    "move.note_young": (
        "the thresholds of {day} stand on {days} days of history, less than half a year: the limit"
        " is that ruler's.",
        "пороги на {day} опираются на {days} дн. истории, меньше полугода: предел отражает эти"
        " пороги.",
    ),
    "move.note_many_groups": (
        "{groups} groups are too many for a chain; choose a coarser --level.",
        "{groups} групп для цепи слишком много; выберите уровень крупнее (--level).",
    ),
    "move.note_part_of_month": (
        "the chain leaves out the last step, which ends on {day} with its month not over.",
        "цепь не учитывает последний шаг: на {day} месяц ещё не кончился.",
    ),
    "move.note_gone": (
        "{cards} cards fell out of the population and are not in the chain.",
        "выпали из отбора и не входят в цепь карты: {cards}.",
    ),
    "move.note_no_chain": (
        "there is no limit: no whole step leads on from these groups: {groups}.",
        "предела нет: из этих групп не видно ни одного целого шага: {groups}.",
    ),
}

HELP: dict[str, tuple[str, str]] = {
    "help.migrate_by": (
        "Movements by the card's home shop or by the month of its first purchase.",
        "Движение по своей аптеке карты или по месяцу её первой покупки.",
    ),
    "help.migrate_decompose": (
        "How sizes changed through known cards, new cards, and thresholds fitted anew.",
        "Как численность групп изменили известные карты, новые карты и заново найденные пороги.",
    ),
    "help.migrate_season": (
        "Beside it the same two days a year before.",
        "Рядом — те же две даты годом раньше.",
    ),
    "help.migrate_window": (
        "Sales of so many days up to each date; by default the days between the dates.",
        "Продажи за столько дней до каждой даты; по умолчанию — дни между датами.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "spending.no_days": (
        "A window of {got} days has no sales: 1 or more.",
        "В окне из {got} дн. продаж нет: нужен хотя бы 1 день.",
    ),
    "previous.too_early": (
        "{until} has less than twice {days} days of history behind it: it begins on {first}.",
        "{first} — начало истории; до {until} её меньше, чем дважды по {days} дн.",
    ),
    "season.too_early": (
        "{since} lies before {first}, where the history begins.",
        "{since} — раньше, чем начинается история: {first}.",
    ),
}
