"""Words about the first date of a migration that the pages choose by themselves."""

LABELS: dict[str, tuple[str, str]] = {
    "web.nobody_by": (
        "By {day} no card had bought in what is looked at: from this date nobody can have moved."
        " A later first date tells more.",
        "К {day} ещё ни одна карта не покупала в том, что рассматривается: с этой даты перейти"
        " никто не мог. Возьмите первую дату позже.",
    ),
}
HELP: dict[str, tuple[str, str]] = {}
FAULTS: dict[str, tuple[str, str]] = {}
