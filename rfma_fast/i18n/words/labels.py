"""Words of answers: headings, columns, facts, remarks."""

LABELS: dict[str, tuple[str, str]] = {
    "word.total": ("Total", "Всего"),
    "word.class": ("class", "класс"),
    "word.new": ("new", "новые"),
    "word.none": ("no purchase", "нет покупок"),
    "word.empty": ("it is empty", "он пуст"),
    "word.yes": ("yes", "да"),
    "word.no": ("no", "нет"),
    "word.note": ("Note", "Примечание"),
    "word.error": ("Error", "Ошибка"),
    "word.hint": ("Hint", "Подсказка"),
    "word.examples": ("Examples", "Примеры"),
    "word.fresh": ("fresh", "актуальны"),
    "word.outdated": ("outdated", "устарели"),
    "head.as_of": ("as of {day}", "на {day}"),
    "head.cards": ("{cards} cards", "карт: {cards}"),
    "head.period": ("{since} to {until}", "{since} — {until}"),
    "head.borders_frozen": (
        "borders of the first date",
        "границы первой даты",
    ),
    "head.borders_refit": ("borders of each date", "границы каждой даты"),
    "head.migration_cards": (
        "Cards: {before} at the first date, {after} at the second, {new} of them new.",
        "Карт: {before} на первую дату, {after} на вторую, из них новых {new}.",
    ),
    "title.level": ("By {level}", "Разрез: {level}"),
    "title.borders": (
        "Grades and borders fitted as of {day}",
        "Грейды и границы, найденные на {day}",
    ),
    "fitted.days": (
        "Fitted on the {days} days up to {day}:",
        "Найдены за {days} дней по {day}:",
    ),
    "fitted.all": ("Fitted on the whole history up to {day}:", "Найдены за всё время по {day}:"),
    "fitted.fixed": ("fixed", "заданы"),
    "fitted.thresholds": ("other thresholds", "другие пороги"),
    "fitted.cards": ("cards ({count})", "карты ({count})"),
    "fitted.cheques": (
        "all cheques, with and without a card ({count})",
        "все чеки, с картой и без ({count})",
    ),
    "fitted.identified_cheques": ("cheques with a card ({count})", "чеки с картой ({count})"),
    "fitted.own_cheques": ("the scheme's own cheques ({count})", "чеки самой схемы ({count})"),
    "fitted.gaps": (
        "gaps between purchases ({count})",
        "перерывы между покупками ({count})",
    ),
    "title.borders_frozen": (
        "Grades and frozen borders of {day}",
        "Грейды и замороженные границы от {day}",
    ),
    "title.overview": ("Overview", "Обзор"),
    "title.shops": ("By shop, money in roubles", "По магазинам, суммы в рублях"),
    "title.cards_by_shops": (
        "Cards by number of shops visited",
        "Карты по числу посещённых магазинов",
    ),
    "title.statistics": (
        "Measures over cards: days, purchases per base interval, roubles",
        "Метрики по картам: дни, покупок за базовый интервал, рубли",
    ),
    "title.deciles": ("Deciles", "Децили"),
    "title.capacities": ("Grades of {axis}", "Ёмкость грейдов: {axis}"),
    "head.revenue_amount": ("revenue before discounts", "выручка до скидок"),
    "head.revenue_paid": (
        "revenue as paid, after discounts",
        "выручка по оплаченному, после скидок",
    ),
    "note.revenue_paid": (
        "revenue, totals and mean cheques are of what was paid, after discounts: the scheme"
        " measures money so. The overview and statistics of a period take amounts before"
        " discounts.",
        "выручка, суммы и средние чеки — по оплаченному, после скидок: так меряет деньги схема."
        " Обзор и статистика за период берут суммы до скидок.",
    ),
    "title.gaps": (
        "Days between purchases of a card ({count} repeat purchases)",
        "Дней между покупками карты (повторных покупок: {count})",
    ),
    "title.migration": ("Migration by {level}", "Миграция: {level}"),
    "title.matrix": ("Cards and share of the row", "Карты и доля строки"),
    "title.flows": (
        "The {count} greatest flows of {all}",
        "{count} крупнейших потоков из {all}",
    ),
    "title.status": ("Store", "Хранилище"),
    "title.checkpoints": ("Checkpoints", "Контрольные точки"),
    "title.months": ("Months", "Месяцы"),
    "title.loads": ("Loads", "Загрузки"),
    "title.load": ("Loaded", "Загружено"),
    "title.load_nothing_new": ("Nothing new, nothing changed", "Нового нет, ничего не изменено"),
    "title.dry_run": ("Trial: nothing was written", "Проба: ничего не записано"),
    "title.rejected": ("Rejected rows by rule", "Отклонённые строки по правилам"),
    "title.schemes": ("Built-in schemes", "Встроенные схемы"),
    "title.axes": ("Axes", "Оси"),
    "column.code": ("Code", "Код"),
    "column.name": ("Name", "Название"),
    "column.cards": ("Cards", "Карт"),
    "column.share": ("Share", "Доля"),
    "column.row_share": ("Of row", "Строки"),
    "column.cheques": ("Cheques", "Чеков"),
    "column.revenue": ("Revenue, ₽", "Выручка, ₽"),
    "column.mean_cheque": ("Mean, ₽", "Ср. чек, ₽"),
    "column.mean": ("Mean", "Средний"),
    "column.median": ("Median", "Медиана"),
    "column.min": ("Min", "Мин."),
    "column.max": ("Max", "Макс."),
    "column.axis": ("Axis", "Ось"),
    "column.grades": ("Grade", "Грейд"),
    "column.ties": ("On border", "На границе"),
    "column.shop": ("Shop", "Магазин"),
    "column.shops": ("Shops", "Магазинов"),
    "column.unidentified_cheques": ("Unid. cheques", "Неид. чеки"),
    "column.unidentified_revenue": ("Unid. revenue", "Неид. сумма"),
    "column.identified": ("Identified", "Идентиф."),
    "column.returned": ("Repeat purchases", "Повторных покупок"),
    "column.within_days": ("within days", "за дней"),
    "column.returns_count": ("number", "число"),
    "column.from": ("From", "Откуда"),
    "column.to": ("To", "Куда"),
    "column.from_to": ("From ↓ To →", "Было ↓ Стало →"),
    "column.from_short": ("From ↓", "Было ↓"),
    "column.as_of": ("As of", "На дату"),
    "column.parts": ("Parts", "Части"),
    "column.warmer": ("Warmer", "Теплее"),
    "column.stayed": ("Stayed", "Остались"),
    "column.colder": ("Colder", "Холоднее"),
    "column.moved": ("Moved", "Перешли"),
    "column.new": ("New", "Новые"),
    "column.month": ("Month", "Месяц"),
    "column.first": ("First day", "Первый день"),
    "column.last": ("Last day", "Последний день"),
    "column.size": ("Size", "Размер"),
    "column.when": ("When", "Когда"),
    "column.source": ("Source", "Источник"),
    "column.stored": ("Stored", "Сохранено"),
    "column.already_there": ("Already there", "Уже было"),
    "column.rejected": ("Rejected", "Отклонено"),
    "column.rule": ("Rule", "Правило"),
    "column.rows": ("Rows", "Строк"),
    "column.field": ("Field", "Поле"),
    "column.source_column": ("Column of the source", "Колонка источника"),
    "column.classes": ("Classes", "Классов"),
    "column.groups": ("Groups", "Группы"),
    "column.members": ("Members", "Состав"),
    "fact.cheques": ("Cheques", "Чеков"),
    "fact.revenue": ("Revenue, ₽", "Выручка, ₽"),
    "fact.cards": ("Cards", "Карт"),
    "fact.identified_cheques": ("Identified cheques", "Идентифицированных чеков"),
    "fact.identified_revenue": ("Identified revenue, ₽", "Идентифицированная выручка, ₽"),
    "fact.cheque_mean": ("Mean cheque, ₽", "Средний чек, ₽"),
    "fact.cheque_median": ("Median cheque, ₽", "Медианный чек, ₽"),
    "fact.cheque_range": ("Smallest … largest cheque, ₽", "Наименьший … наибольший чек, ₽"),
    "fact.returns": ("Returns (amount 0 or less)", "Возвратов (сумма 0 и меньше)"),
    "fact.read": ("Rows read", "Прочитано строк"),
    "fact.stored": ("Stored", "Сохранено"),
    "fact.already_there": ("Already there", "Уже было"),
    "fact.rejected": ("Rejected (quarantine)", "Отклонено (карантин)"),
    "fact.new_cards": ("New cards", "Новых карт"),
    "fact.months": ("Months", "Месяцев"),
    "fact.version": ("Version", "Версия"),
    "fact.card_rule": ("Card rule", "Правило карты"),
    "fact.checkpoints": ("Checkpoints", "Контрольных точек"),
    "fact.size": ("Size on disk", "Размер на диске"),
    "measure.recency": ("recency, days", "давность, дней"),
    "measure.age": ("age, days", "возраст, дней"),
    "measure.rate": ("frequency", "частота"),
    "measure.count": ("number of {of}", "число: {of}"),
    "measure.money_total": ("total, ₽", "сумма, ₽"),
    "measure.money_mean": ("mean cheque, ₽", "средний чек, ₽"),
    "measure.money_max": ("largest cheque, ₽", "наибольший чек, ₽"),
    "measure.money_median": ("median cheque, ₽", "медианный чек, ₽"),
    "measure.silence": ("silence in own gaps", "молчание в своих интервалах"),
    "measure.mean_gap": ("mean gap, days", "средний интервал, дней"),
    "measure.shops": ("number of shops", "число магазинов"),
    "measure.24h": ("recency, 24-hour periods", "давность, суток"),
    "measure.window": ("{measure}, last {days} days", "{measure}, за {days} дней"),
    "counted.cheques": ("cheques", "чеков"),
    "counted.documents": ("documents", "документов"),
    "counted.days": ("purchase days", "дней с покупками"),
    "note.levels_left_out": (
        "the terminal is too narrow for {levels}; -o FILE.csv has every level.",
        "терминал слишком узок для: {levels}; -o FILE.csv содержит все уровни.",
    ),
    "explain.checkpoint": (
        "{as_of}: from the checkpoint at the end of {checkpoint}; no cheque was read.",
        "{as_of}: из контрольной точки на конец {checkpoint}; чеки не читались.",
    ),
    "explain.checkpoint_and_months": (
        "{as_of}: from the checkpoint at the end of {checkpoint} and the cheques of {months}.",
        "{as_of}: из контрольной точки на конец {checkpoint} и чеков за {months}.",
    ),
    "explain.months": (
        "{as_of}: from the cheques of {count} months ({months}), since {reason}.",
        "{as_of}: из чеков за месяцы ({count}: {months}), потому что {reason}.",
    ),
    "explain.none_yet": (
        "no checkpoint lies before that day",
        "до этого дня нет контрольной точки",
    ),
    "explain.off": ("checkpoints are switched off", "контрольные точки выключены"),
    "explain.shops": (
        "checkpoints hold all shops together",
        "контрольные точки хранят все магазины вместе",
    ),
    "explain.since": (
        "checkpoints hold all cheques, not only those since {since}",
        "контрольные точки хранят все чеки, а не только начиная с {since}",
    ),
    "explain.returns": (
        'checkpoints net returns, and the scheme says returns = "{returns}"',
        'контрольные точки вычитают возвраты, а в схеме returns = "{returns}"',
    ),
    "explain.unit": (
        "checkpoints hold identified cards, and the scheme looks at other ids or at shops",
        "контрольные точки хранят идентифицированные карты, а схеме нужны другие номера"
        " или магазины",
    ),
    "explain.field": (
        "checkpoints do not hold what the scheme asks for ({field})",
        "контрольные точки не хранят того, что нужно схеме ({field})",
    ),
    "note.no_gaps": (
        "no card came twice yet, so the churn period is taken as 1 day.",
        "ни одна карта ещё не вернулась, поэтому период оттока принят за 1 день.",
    ),
    "note.returns_only": (
        "cards that only brought something back, not segmented: {cards}.",
        "карт только с возвратами, не сегментируются: {cards}.",
    ),
    "note.left_out": (
        "cards left out, since they bought less or more than the scheme allows: {cards}.",
        "карт исключено, покупок меньше или больше, чем допускает схема: {cards}.",
    ),
    "note.no_cheque_after": (
        "The store has no cheque after {last}: groups as of {as_of} are those of cards that bought"
        " nothing since.",
        "После {last} в хранилище нет чеков: группы на {as_of} показывают карты, ничего с тех пор"
        " не купившие.",
    ),
    "note.out_of_order": (
        "The thresholds of {axis} are out of order: {threshold} lies beyond the one before it, so"
        " no card can be “{grade}”. Groups made of that grade are empty, their neighbours too"
        " large. Fit the thresholds over other days ([fit] days of the scheme) or freeze some that"
        " suit: rfma thresholds fit.",
        "Пороги {axis} идут не по порядку: {threshold} заходит за предыдущий, поэтому грейда"
        " «{grade}» не получит ни одна карта. Группы из этого грейда пусты, соседние завышены."
        " Найдите пороги за другие дни ([fit] days схемы) или заморозьте подходящие:"
        " rfma thresholds fit.",
    ),
    "note.crowded": (
        "{cards} cards ({share}) lie within {step} of the threshold {threshold}: a small change of"
        " it moves them all to another grade.",
        "Не дальше {step} от порога {threshold} лежат карты: {cards} ({share}); малый сдвиг порога"
        " переводит их все в другой грейд.",
    ),
    "note.churn_grows": (
        "{threshold}, the churn period, still changes with the history: on its first four fifths"
        " it was {then} days, on all {days} days it is {now}. Gaps longer than the history cannot"
        " be seen yet, so more cards will come back than it says.",
        "{threshold}, период оттока, ещё меняется с историей: на первых четырёх пятых было {then},"
        " на всех днях ({days}) — {now}. Перерывы длиннее истории ещё не видны, так что вернётся"
        " больше карт, чем кажется.",
    ),
    "note.other_digest": (
        "the thresholds were fitted with another text of scheme {scheme}.",
        "пороги найдены с другим текстом схемы {scheme}.",
    ),
    "note.too_narrow": (
        "the matrix needs {needed} columns; widen the terminal, or write it with -o FILE.xlsx.",
        "матрице нужно колонок: {needed}; расширьте терминал или запишите её: -o FILE.xlsx.",
    ),
    "note.more_columns": (
        "more columns: {rest}; write them with -o FILE.csv, .parquet or .xlsx.",
        "ещё колонки: {rest}; запишите их: -o FILE.csv, .parquet или .xlsx.",
    ),
    "note.more_rows": (
        "{rest} more rows; write them with -o FILE.csv, .parquet or .xlsx.",
        "ещё строк: {rest}; запишите их: -o FILE.csv, .parquet или .xlsx.",
    ),
    "talk.written": ("Written: {file}", "Записано: {file}"),
    "talk.reading": ("Reading", "Чтение"),
    "talk.month": ("Written {month}", "Записан {month}"),
    "talk.checkpoints": ("Checkpoints", "Контрольные точки"),
    "talk.checkpoint": ("Checkpoint {month}", "Контрольная точка {month}"),
    "talk.segmenting": ("Segmenting", "Сегментация"),
    "talk.generating": ("Generating", "Создание"),
    "talk.generated": (
        "{rows} cheques written to {path}. They are made up: keep them apart from yours, in a store"
        " of their own: rfma ingest {path} --store data/tour",
        "Чеков записано: {rows}, в {path}. Они выдуманы: храните их отдельно от своих, в своём"
        " хранилище: rfma ingest {path} --store data/tour",
    ),
    "talk.unfamiliar": (
        "Warning: {warning}.\nTwo chains in one store give figures that are true of neither."
        " Another store: --store PATH; to take a load out again: rfma undo.",
        "Внимание: {warning}.\nЦифры двух сетей в одном хранилище не верны ни для одной из них."
        " Другое хранилище: --store ПУТЬ; убрать загрузку: rfma undo.",
    ),
    "talk.store_anyway": ("Store it all the same?", "Всё равно сохранить?"),
    "talk.interrupted": (
        "Interrupted; the store is as it was.",
        "Прервано; хранилище осталось прежним.",
    ),
    "word.rest": ("the rest", "остальное"),
    "word.changed_builtin": (
        "{name} (changed: not the built-in {code})",
        "{name} (изменена: это не встроенная {code})",
    ),
    "word.copy_of": ("{code}: copy of {name}", "{code}: копия схемы «{name}»"),
    "talk.scheme_new": (
        "Written: {file}. Edit it, then: rfma scheme check {file}",
        "Записано: {file}. Правьте его, затем: rfma scheme check {file}",
    ),
    "talk.unreachable": (
        "Out of reach, because earlier groups take all of theirs: {groups}.",
        "Недостижимы, всё их берут более ранние группы: {groups}.",
    ),
    "talk.classes_at": (
        "{classes} classes have a card on {day}.",
        "Классов с картами на {day}: {classes}.",
    ),
    "talk.empty": ("Empty groups, {level}: {groups}", "Пустые группы, {level}: {groups}"),
    "title.playbook": ("Playbook", "План работы"),
    "fact.play_size": (
        "{cards} cards, {share} of all; {revenue} ₽ of revenue",
        "карт {cards}, {share} всех; выручка {revenue} ₽",
    ),
    "play.goal": ("Goal", "Цель"),
    "play.who": ("Who", "Кто это"),
    "play.mechanic": ("Mechanic", "Механика"),
    "play.avoid": ("Avoid", "Не делать"),
    "play.kpi": ("KPI", "Показатели"),
    "play.order_why": ("Order", "Очередь"),
    "play.channels": ("Channels", "Каналы"),
    "play.ideas": ("Ideas", "Идеи"),
    "channel.sms": ("SMS", "SMS"),
    "channel.push": ("push", "пуш"),
    "channel.messenger": ("messenger", "мессенджер"),
    "channel.email": ("e-mail", "почта"),
    "channel.poll": ("poll", "опрос"),
    "channel.till": ("till", "касса"),
    "channel.social": ("social media", "соцсети"),
    "talk.scheme_sound": (
        "Sound: each of {classes} classes is in exactly one group of each of {levels} levels.",
        "В порядке: каждый из классов ({classes}) ровно в одной группе каждого уровня ({levels}).",
    ),
    "demo.generate": (
        "rfma generate --cheques 40000: a chain of {cheques} cheques that never was",
        "rfma generate --cheques 40000: сеть из {cheques} чеков, которой не было",
    ),
    "demo.ingest": (
        "rfma ingest: checked and stored by month",
        "rfma ingest: проверено и сохранено по месяцам",
    ),
    "demo.overview": ("rfma overview: what is there", "rfma overview: что есть"),
    "demo.thresholds": (
        "rfma thresholds: where the borders come from",
        "rfma thresholds: откуда берутся границы",
    ),
    "demo.segment": ("rfma segment: who the customers are", "rfma segment: кто эти покупатели"),
    "demo.migrate": (
        "rfma migrate: where they went in 100 days",
        "rfma migrate: куда они ушли за 100 дней",
    ),
    "demo.query": (
        "rfma query: any other question, in SQL",
        "rfma query: любой другой вопрос, на SQL",
    ),
    "demo.end": (
        "\nThat was generated data. Yours: rfma ingest FILE.csv, then rfma segment.",
        "\nЭто были созданные данные. Ваши: rfma ingest FILE.csv, затем rfma segment.",
    ),
}
