"""A small table made by hand in which every case of the language stands, and tables by chance."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from language.kit import Cheque, moment

ANNA, BORIS, VERA, GLEB, DINA = (f"20000000000{number}" for number in (15, 22, 39, 46, 53))
TILL, GUEST = "0f8fad5b-d9cb-469f-a165-70867728950e", "guest-7"
CARDS = (ANNA, BORIS, VERA, GLEB, DINA)

HAND = (
    # Anna: a rhythm, two cheques on one day, one document twice, two cheques without a document.
    Cheque(moment("2022-01-03 09:00"), "s1", ANNA, 100_00, 95_00, "d1"),
    Cheque(moment("2022-01-03 18:30"), "s2", ANNA, 250_50, 250_50, "d2"),
    Cheque(moment("2022-02-02 12:00"), "s1", ANNA, 99_50, 90_00, "d2"),
    Cheque(moment("2022-03-04 12:00"), "s3", ANNA, 300_25, 280_10, None),
    Cheque(moment("2022-03-20 23:59:59"), "s1", ANNA, 80_00, 80_00, None),
    # Boris: a return in the middle, and a cheque that was paid with points alone.
    Cheque(moment("2022-01-10 10:00"), "s2", BORIS, 500_00, 450_00, "d3"),
    Cheque(moment("2022-02-11 10:00"), "s2", BORIS, -120_00, -100_00, "d4"),
    Cheque(moment("2022-02-20 10:00"), "s2", BORIS, 40_00, 0, "d5"),
    Cheque(moment("2022-03-30 10:00"), "s1", BORIS, 0, 0, "d6"),
    # Vera: one day only, a cheque and its return; Gleb: returns only; Dina: the last moment.
    Cheque(moment("2022-02-15 08:15"), "s3", VERA, 777_77, 700_00, "d7"),
    Cheque(moment("2022-02-15 09:15"), "s3", VERA, -777_77, -700_00, "d8"),
    Cheque(moment("2022-02-16 08:15"), "s3", GLEB, -10_00, -10_00, "d9"),
    Cheque(moment("2022-03-29 08:00"), "s1", DINA, 60_00, 60_00, "d10"),
    Cheque(moment("2022-03-30 07:59:59"), "s1", DINA, 60_00, 55_00, "d11"),
    # Those whom no card tells apart.
    Cheque(moment("2022-01-05 10:00"), "s1", TILL, 15_00, 15_00, "d12"),
    Cheque(moment("2022-03-28 10:00"), "s2", TILL, 35_00, 35_00, "d13"),
    Cheque(moment("2022-02-05 10:00"), "s2", GUEST, 1000_00, 900_00, None),
    Cheque(moment("2022-03-31 21:00"), "s2", None, 20_00, 20_00, "d14"),
)
AS_OF = date(2022, 3, 31)

_moments = st.builds(
    lambda day, minutes: datetime(2022, 1, 1) + timedelta(days=day, minutes=minutes),
    st.integers(0, 60),
    st.sampled_from((0, 1, 720, 1439)),
)
_amounts = st.one_of(
    st.sampled_from((1, 49, 50, 100, 150, 10_000)), st.integers(1, 300_000), st.integers(-20_000, 0)
)


@st.composite
def tables(draw: st.DrawFn, *, unpaid: bool = False) -> list[Cheque]:
    """Draw one to sixteen cheques of a few cards, throw-away ids and nobody, in a few shops."""
    rows = []
    for _ in range(draw(st.integers(1, 16))):
        amount = draw(_amounts)
        blank = unpaid and draw(st.integers(0, 9)) == 0
        rows.append(
            Cheque(
                at=draw(_moments),
                shop=draw(st.sampled_from(("s1", "s2", "s3"))),
                card=draw(st.sampled_from((ANNA, BORIS, VERA, TILL, GUEST, None))),
                amount=amount,
                paid=None if blank else amount - draw(st.integers(0, 50)),
                doc=draw(st.sampled_from(("d1", "d2", "d3", None))),
            )
        )
    return rows
