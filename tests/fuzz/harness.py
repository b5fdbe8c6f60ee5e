"""Fuzz the parsers with atheris: python tests/fuzz/harness.py NAME SECONDS, or ``make fuzz``.

Atheris follows which lines of the package an input reaches, and breeds inputs that reach new ones.
Without a name all targets are run, one process each. Exit code 0: nothing was found.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
LONGEST = 30_000


def main(name: str, seconds: int) -> int:
    """Run one target, or all of them, so many seconds each."""
    sys.path.insert(0, str(HERE.parent))
    if name != "all":
        _fuzz(name, seconds)
        return 0
    from fuzz.targets import TARGETS

    command = [sys.executable, str(HERE / "harness.py")]
    codes = {
        target: subprocess.run([*command, target, str(seconds)], check=False).returncode
        for target in TARGETS
    }
    failed = [target for target, code in codes.items() if code]
    print(f"fuzzed: {', '.join(codes)}; failed: {', '.join(failed) or 'none'}")  # noqa: T201
    return 1 if failed else 0


def _fuzz(name: str, seconds: int) -> None:
    """Run one target; atheris ends the process."""
    import atheris

    with atheris.instrument_imports(include=["rfma_fast"], enable_loader_override=False):
        from fuzz.targets import TARGETS, warm
    target = TARGETS[name]
    warm()
    corpus = Path(tempfile.mkdtemp(prefix=f"rfma-corpus-{name}-"))
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = corpus.with_suffix(".words")
    words.write_text("".join(f'"{word}"\n' for word in _escaped()))
    options = [
        f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={words}", "-timeout=60",
        "-rss_limit_mb=4096", f"-artifact_prefix={corpus}/found-", "-print_final_stats=1",
        "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.run)
    atheris.Fuzz()


def _escaped() -> list[str]:
    from fuzz.targets import PIECES, TOKENS

    octets = [*TOKENS, *(piece.encode() for piece in PIECES)]
    return ["".join(f"\\x{octet:02x}" for octet in word) for word in octets]


if __name__ == "__main__":
    names, count = [*sys.argv[1:], "all"], 60
    if len(sys.argv) > 2:
        count = int(sys.argv[2])
    sys.exit(main(names[0], count))
