"""Makes what is made from code: references, the commands that pages show, the figures of trials.

python docs/generate.py           writes them
python docs/generate.py --check   fails if one is stale
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from figures import with_figures
from tours import refreshed

from rfma_fast.cheques.rulebook import RULES as RULES_OF_ROWS
from rfma_fast.cheques.schema import FIELDS
from rfma_fast.commands.root import root_command
from rfma_fast.i18n import say, use
from rfma_fast.i18n.words import FAULTS
from rfma_fast.schemes.borders import RULES, Border
from rfma_fast.schemes.json_schema import json_schema
from rfma_fast.schemes.keys import Key, keys_of
from rfma_fast.schemes.measures import MEASURES
from rfma_fast.schemes.model import (
    Axis,
    Fitting,
    Group,
    Level,
    Limits,
    Playbook,
    Population,
    Scheme,
)
from rfma_fast.sources.headers import GENERIC

TOURED = ("research.md", "migration.md", "diff.md", "history.md")
"""Pages whose commands are run."""
HERE = Path(__file__).parent
MADE = "<!-- Made by docs/generate.py; edit the code, then run `make docs`. -->\n\n"


def pages() -> dict[str, str]:
    """Return file name → text of every generated page."""
    use("en")
    return {
        "../README.md": refreshed(),
        **{page: refreshed(HERE / page) for page in TOURED},
        "reliability.md": with_figures(),
        "cli.md": MADE + "# The command `rfma`\n\n" + "\n".join(_command_pages()),
        "errors.md": MADE + _errors(),
        "columns.md": MADE + _columns(),
        "quality.md": _quality(),
        "scheme-keys.md": MADE + "\n".join(_scheme_pages()),
        "scheme.schema.json": json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n",
    }


def _command_pages() -> Iterator[str]:
    yield (
        "Exit codes: 0 done; 1 failed; 2 wrong usage; 3 a check found something;"
        " 70 a fault of the program; 130 stopped.\n"
    )
    yield from _commands(root_command(), "rfma")


def _commands(command: Any, path: str) -> Iterator[str]:
    yield f"## {path}\n"
    text = str(command.help or "").replace("\b\n", "")
    about, _, examples = text.partition("Examples:")
    yield about.strip() + "\n"
    if examples.strip():
        lines = "\n".join(line.strip() for line in examples.strip().splitlines())
        yield f"```console\n{lines}\n```\n"
    rows = [row for row in map(_parameter, command.params) if row]
    if rows:
        yield "| | | |\n| --- | --- | --- |"
        yield "\n".join(rows) + "\n"
    for name in getattr(command, "commands", {}):
        yield from _commands(command.get_command(None, name), f"{path} {name}")


def _parameter(parameter: Any) -> str | None:
    if getattr(parameter, "hidden", False) or parameter.name in ("help", "lang_help"):
        return None
    names = parameter.metavar if parameter.param_type_name == "argument" else ""
    names = names or " ".join(f"`{option}`" for option in parameter.opts)
    what = parameter.metavar if parameter.param_type_name == "option" else ""
    default = parameter.default
    told = isinstance(default, str | int) and default not in ("", 0)
    shown = f" Default: {default}." if told else ""
    return f"| {names} | {_cell(what)} | {_cell(parameter.help)}{_cell(shown)} |"


def _cell(text: object) -> str:
    return str(text or "").replace("|", "\\|").replace("\n", " ")


def _errors() -> str:
    lines = ["# Errors\n", "What the program says when it cannot go on, and its advice.\n"]
    for key, (english, _) in FAULTS.items():
        if not key.endswith(".hint"):
            hint = FAULTS.get(f"{key}.hint", ("", ""))[0]
            lines.append(f"- `{key}`: {english}" + (f" *Hint: {hint}*" if hint else ""))
    return "\n".join(lines) + "\n"


def _scheme_pages() -> Iterator[str]:
    yield "# Keys of a scheme file\n"
    yield "Tutorial: [schemes.md](schemes.md). For editors: `scheme.schema.json`.\n"
    yield from _table("The file", Scheme)
    yield from _table("[population]", Population)
    yield from _table("[fit]", Fitting)
    yield from _table("least, most", Limits)
    yield from _table("[[axis]]", Axis)
    for kind in MEASURES:
        yield from _table(f'measure = {{ kind = "{kind.KIND}" }}', kind)
    yield from _table("every border", Border)
    for rule in RULES:
        yield from _table(f'border with rule = "{rule.KIND}"', rule)
    yield from _table("[[level]]", Level)
    yield from _table("groups of a level", Group)
    yield from _table("[[playbook]]", Playbook)


def _table(title: str, of: type[Any]) -> Iterator[str]:
    yield f"## {title}\n"
    yield (of.__doc__ or "").strip().replace("\n    ", "\n") + "\n"
    rows = [
        f"| `{key.name}` | {_cell(key.kind.allowed)} | {_default(key)} | {_cell(key.meaning)} |"
        for key in keys_of(of)
    ]
    if rows:
        yield "| key | allowed | default | meaning |\n| --- | --- | --- | --- |"
        yield "\n".join(rows) + "\n"


def _default(key: Key) -> str:
    if key.required:
        return "required"
    return f"`{key.default}`" if isinstance(key.default, str | int) and key.default else ""


def _columns() -> str:
    lines = [
        "# Fields of a cheque\n",
        "What a column map (`rfma ingest --columns map.toml`) may name, and the names of columns",
        "known without one (case, blanks and signs do not count): [sources](sources.md).\n",
        "| field | kind | required | known names |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{field.name}` | {field.kind} | {'yes' if field.required else 'no'} |"
        f" {', '.join(GENERIC[field.name])} |"
        for field in FIELDS
    ]
    return "\n".join(lines) + "\n"


def _quality() -> str:
    """Return the page with its table of rules made anew, the rest as it is written."""
    text = (HERE / "quality.md").read_text(encoding="utf-8")
    before, mark, rest = text.partition("<!-- Made by docs/generate.py: rules -->\n")
    _, end, after = rest.partition("<!-- end of rules -->")
    table = "| rule | | what it means |\n| --- | --- | --- |\n" + "".join(
        f"| `{rule.name}` | {say(f'severity.{rule.severity}')} | {_cell(rule.meaning)} |\n"
        for rule in RULES_OF_ROWS
    )
    return before + mark + table + end + after


def main() -> None:
    """Write the pages, or compare them with those that are there."""
    stale = []
    for name, text in pages().items():
        path = HERE / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"stale: {', '.join(stale)}; run `make docs`")


if __name__ == "__main__":
    main()
