"""Words of migration that explains itself, and two runs compared."""

LABELS: dict[str, tuple[str, str]] = {
    "move.warmer": ("Warmer", "Теплее"),
    "move.same": ("As warm", "Без изменений"),
    "move.colder": ("Colder", "Холоднее"),
    "move.stayed": ("Stayed", "Остались"),
    "move.moved": ("Moved", "Перешли"),
    "move.new": ("New", "Новые"),
    "move.gone": ("Gone", "Пропали"),
    "move.movement": ("Movement", "Движение"),
    "move.group": ("Group", "Группа"),
    "move.before": ("Before", "Было"),
    "move.in": ("In", "Пришли"),
    "move.out": ("Out", "Ушли"),
    "move.after": ("After", "Стало"),
    "move.people": ("People", "Люди"),
    "move.borders": ("Borders", "Границы"),
    "move.frozen": ("Old borders", "Старые границы"),
    "move.refit": ("New borders", "Новые границы"),
    "move.change": ("Change", "Сдвиг"),
    "move.row_share": ("Of row", "Строки"),
    "move.revenue_before": ("Before, ₽", "Было, ₽"),
    "move.revenue_after": ("After, ₽", "Стало, ₽"),
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
        "Before + people = size in the old borders; + borders = size in the new ones",
        "Было + люди = размер в старых границах; + границы = размер в новых",
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
        "Cards in another group only because the borders moved: {cards}.",
        "Карт, сменивших группу только из-за сдвига границ: {cards}.",
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
    "move.title_month_sizes": ("Cards", "Карты"),
    "move.title_retention": (
        "Retention: who stayed in the group since the date before",
        "Удержание: кто остался в группе с предыдущей даты",
    ),
    "move.title_several": (
        "In the same group after so many months: observed (by the chain of one month)",
        "В той же группе через столько месяцев: на деле (по цепи одного месяца)",
    ),
    "move.months": ("{count} mo", "{count} мес."),
    "move.elsewhere": ("Cards elsewhere than the chain says", "Карты не там, где обещает цепь"),
    "move.title_limit": ("Where the shares tend", "К чему идут доли"),
    "move.now": ("Now", "Сейчас"),
    "move.entrants": ("New cards", "Новые карты"),
    "move.limit": ("Limit", "Предел"),
    "move.closed": ("No new cards", "Без новых"),
    "move.growth": (
        "New cards a month for each known one: {rate} (mean of {steps} steps).",
        "Новых карт в месяц на каждую известную: {rate} (в среднем за {steps} шагов).",
    ),
    "move.distances": (
        "Cards away from the limit after so many months: {way}.",
        "Доля карт вдали от предела через столько месяцев: {way}.",
    ),
    "move.note_model": (
        "the limit supposes that every month goes on as the mean month seen, new cards included;"
        " how far that holds is told by the cards elsewhere.",
        "предел предполагает, что каждый месяц идёт как средний из виденных, вместе с новыми"
        " картами; насколько это верно, показывают карты не там, где обещает цепь.",
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
        "How sizes changed through people, and how through borders fitted anew.",
        "Как размеры групп изменили люди и как — заново найденные границы.",
    ),
    "help.migrate_season": (
        "Beside it the same two days a year before.",
        "Рядом — те же две даты годом раньше.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "season.too_early": (
        "{since} lies before {first}, where the history begins.",
        "{since} — раньше, чем начинается история: {first}.",
    ),
}
