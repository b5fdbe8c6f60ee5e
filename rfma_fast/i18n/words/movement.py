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
    "move.people": ("People", "Люди"),
    "move.borders": ("Borders", "Границы"),
    "move.frozen": ("Old borders", "Старые границы"),
    "move.refit": ("New borders", "Новые границы"),
    "move.change": ("Change", "Сдвиг"),
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
    "move.elsewhere_told": (
        "Elsewhere: the part of the cards that are not in the group where the chain puts them.",
        "Не там: доля карт, которые оказались не в той группе, где их ждёт цепь.",
    ),
    "move.months": ("{count} mo", "{count} мес."),
    "move.elsewhere": ("Elsewhere", "Не там"),
    "move.title_limit": ("Where the shares tend", "К чему идут доли"),
    "move.now": ("Now", "Сейчас"),
    "move.entrants": ("New cards", "Новые карты"),
    "move.limit": ("Limit", "Предел"),
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
    "diff.title": ("Two runs, by {level}", "Два расчёта, уровень: {level}"),
    "diff.what": ("What", "Что"),
    "diff.first": ("First", "Первый"),
    "diff.second": ("Second", "Второй"),
    "diff.differs": ("Differs", "Отличие"),
    "diff.yes": ("≠", "≠"),
    "diff.title_facts": ("What the runs are made from", "Из чего сделаны расчёты"),
    "diff.title_causes": (
        "Why cards moved: {moved} of {cards}",
        "Почему карты перешли: {moved} из {cards}",
    ),
    "diff.title_flows": (
        "The {count} greatest of {all} flows",
        "Крупнейшие переходы: {count} из {all}",
    ),
    "diff.cause": ("Cause", "Причина"),
    "diff.data": ("Data", "Данные"),
    "diff.date": ("As-of date, period, shops", "Дата анализа, период, аптеки"),
    "diff.borders": ("Borders", "Границы"),
    "diff.scheme": ("Scheme", "Схема"),
    "diff.program": ("Program, or unknown", "Программа или неизвестно"),
    "diff.data_or_date": ("Data or as-of date", "Данные или дата анализа"),
    "diff.date_or_borders": (
        "As-of date, borders or scheme",
        "Дата анализа, границы или схема",
    ),
    "diff.borders_or_scheme": ("Borders or scheme", "Границы или схема"),
    "diff.store": ("Store", "Хранилище"),
    "diff.version": ("Store version", "Версия хранилища"),
    "diff.rows": ("Stored cheques", "Чеков в хранилище"),
    "diff.as_of": ("As of", "Дата анализа"),
    "diff.since": ("Since", "С даты"),
    "diff.shops": ("Shops", "Аптеки"),
    "diff.border_of": ("Borders of {axis}", "Границы {axis}"),
    "diff.code": ("Scheme", "Схема"),
    "diff.digest": ("Its digest", "Её отпечаток"),
    "diff.program_version": ("Program", "Программа"),
    "diff.nothing": (
        "Nothing changed: the runs are made from the same and say the same.",
        "Ничего не изменилось: расчёты сделаны из одного и того же и говорят одно и то же.",
    ),
    "diff.no_move": (
        "No card is in another group.",
        "Ни одна карта не сменила группу.",
    ),
    "diff.order_replayed": (
        "each card has the first cause, in this order, that put it into another group: both runs"
        " were computed again.",
        "у карты названа первая в этом порядке причина, сменившая её группу: оба расчёта"
        " повторены.",
    ),
    "diff.order_tables": (
        "causes are told from the tables of cards alone: other purchases are data or date, the same"
        " measures in another grade are borders or scheme, another day may be any of these.",
        "причины определены по одним таблицам карт: другие покупки — данные или дата, те же"
        " показатели с другим грейдом — границы или схема, а другой день — и то и другое.",
    ),
    "diff.note_not_replayed": (
        "the runs could not be computed again, so that causes are told apart less well: {reason}",
        "повторить расчёты не удалось, поэтому причины разделены хуже: {reason}",
    ),
    "diff.note_no_tables": (
        "without the store and without both tables of cards no card can be told to have moved.",
        "без хранилища и без обеих таблиц карт нельзя сказать, какие карты перешли.",
    ),
    "diff.note_sizes": (
        "{path} has other sizes when it is computed again; which cards those are cannot be told"
        " without its table of cards.",
        "при повторном расчёте размеры групп в {path} другие; какие это карты, без таблицы карт"
        " сказать нельзя.",
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
    "verb.diff": (
        "Tell what differs between two saved segmentations, and why which cards moved.",
        "Показать, чем отличаются два сохранённых расчёта и почему какие карты перешли.",
    ),
    "examples.diff": (
        "rfma segment --as-of 2022-03-01 --cards march.parquet\n"
        "rfma segment --cards june.parquet\n"
        "rfma diff march.parquet june.parquet\n"
        "rfma diff march.json june.json --level warmth --cards moved.csv",
    )
    * 2,
    "help.diff_before": (
        "The first run: the JSON of rfma segment, or its file of --cards.",
        "Первый расчёт: JSON от rfma segment или его файл --cards.",
    ),
    "help.diff_after": ("The second run.", "Второй расчёт."),
    "help.diff_level": (
        "The level whose groups are compared; by default region, else the coarsest.",
        "Уровень, группы которого сравниваются; по умолчанию region, иначе самый крупный.",
    ),
    "help.diff_cards": (
        "Write the cards that moved, with their cause, to this file.",
        "Записать перешедшие карты с причиной в этот файл.",
    ),
}

FAULTS: dict[str, tuple[str, str]] = {
    "run.unknown_suffix": (
        "{path} is no file of a run.",
        "{path} — не файл расчёта.",
    ),
    "run.unknown_suffix.hint": (
        "a run is a .json of rfma segment, or the .parquet, .xlsx or .csv of its --cards.",
        "расчёт — это .json от rfma segment либо .parquet, .xlsx или .csv от --cards.",
    ),
    "run.csv_alone": (
        "{path} does not say what it was made from, and {beside} is not there.",
        "{path} не говорит, из чего сделан, а файла {beside} нет.",
    ),
    "run.csv_alone.hint": (
        "write both at once: rfma segment --cards {path} -o {beside}",
        "запишите оба сразу: rfma segment --cards {path} -o {beside}",
    ),
    "run.no_note": (
        "{path} does not say what it was made from.",
        "{path} не говорит, из чего сделан.",
    ),
    "run.no_note.hint": (
        "write it with: rfma segment --cards FILE",
        "запишите его командой: rfma segment --cards FILE",
    ),
    "run.other": (
        "{path} is not the JSON of one segmentation.",
        "{path} — не JSON одной сегментации.",
    ),
    "run.other.hint": (
        "write it with: rfma segment -o FILE.json",
        "запишите его командой: rfma segment -o FILE.json",
    ),
    "run.faulty": (
        "{path} is damaged or was written by another program: {reason}.",
        "{path} повреждён или записан другой программой: {reason}.",
    ),
    "diff.two_stores": (
        "The runs come from two stores, {before} and {after}.",
        "Расчёты сделаны по двум хранилищам, {before} и {after}.",
    ),
    "diff.other_store": (
        "The store at {path} has {rows} cheques in version {version}, the run had {wanted}.",
        "В хранилище {path} в версии {version} чеков {rows}, а в расчёте было {wanted}.",
    ),
    "diff.no_scheme": (
        "The scheme {scheme} with the digest {digest} of {path} is not to be had any more.",
        "Схемы {scheme} с отпечатком {digest} из {path} больше нет.",
    ),
    "diff.other_unit": (
        "One run has a row a card, the other a row a card and shop.",
        "В одном расчёте строка на карту, в другом — на карту и аптеку.",
    ),
    "store.no_version": (
        "The store at {path} holds version {version} no longer.",
        "В хранилище {path} версии {version} больше нет.",
    ),
    "season.too_early": (
        "{since} lies before {first}, where the history begins.",
        "{since} — раньше, чем начинается история: {first}.",
    ),
}
