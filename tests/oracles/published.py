"""The published numbers, as plain data.

Source: the specification (shared/spec/rfma.md), every number it marks with the check mark; it took
them from seeds/001 (the RFMA project of a pharmacy chain by Valery Zhidkov) and recomputed them
from shared/data/bonuscheques.csv. As-of date 2022-06-09, period 2021-07-12 ... 2022-06-09.
Money is in kopecks unless a name says roubles; percentages and means are the printed texts.
"""

from __future__ import annotations

from datetime import date

AS_OF = date(2022, 6, 9)
PERIOD = (date(2021, 7, 12), date(2022, 6, 9))

# --- thresholds ----------------------------------------------------------------------------------
R1, R2, CHURN = 21, 61, 105
BASE = 21
F1_HUNDREDTHS = 96
F2_HUNDREDTHS = 20
M1, M2 = 1202_00, 446_00
A1, A2 = 180, 30
M1_IDENTIFIED, M2_IDENTIFIED = 1293_00, 504_00  # percentiles over identified cheques only

# --- sizes ---------------------------------------------------------------------------------------
CARDS = 5926

CAPACITIES: dict[str, dict[int, int]] = {
    "R": {1: 1192, 2: 1187, 3: 910, 4: 2637},
    "F": {1: 889, 2: 3229, 3: 1808},
    "M": {1: 1416, 2: 3166, 3: 1344},
    "A": {1: 3163, 2: 2264, 3: 499},
}

CLUSTERS: dict[int, int] = {
    11: 336,
    12: 429,
    13: 108,
    14: 286,
    15: 33,
    21: 318,
    22: 726,
    23: 35,
    24: 70,
    25: 38,
    31: 243,
    32: 595,
    33: 72,
    41: 212,
    42: 760,
    43: 1665,
}

CLUSTERS_IDENTIFIED: dict[int, int] = {  # with M1_IDENTIFIED, M2_IDENTIFIED
    11: 313,
    12: 452,
    13: 99,
    14: 295,
    15: 33,
    21: 279,
    22: 765,
    23: 35,
    24: 70,
    25: 38,
    31: 216,
    32: 622,
    33: 72,
    41: 179,
    42: 793,
    43: 1665,
}

REGIONS: dict[int, int] = {
    110: 654,
    210: 1155,
    220: 499,
    230: 71,
    310: 243,
    320: 595,
    410: 212,
    420: 760,
    510: 1737,
}

CLASSES_POSSIBLE = 108
CLASSES_NON_EMPTY = 72
LARGEST_CLASS = 573
SMALLEST_CLASS = 1

TEN_CLASSES: dict[str, int] = {
    "1111": 38,
    "1121": 90,
    "1131": 23,
    "1211": 41,
    "1221": 192,
    "1231": 54,
    "1311": 6,
    "1321": 17,
    "1331": 10,
    "1112": 43,
}

# --- overview ------------------------------------------------------------------------------------
CHEQUES = 38_486
REVENUE = 32_202_608_00
IDENTIFIED_CHEQUES = 21_075
IDENTIFIED_REVENUE = 19_196_840_00
UNIDENTIFIED_CHEQUES_PERCENT = "45.24"
UNIDENTIFIED_REVENUE_PERCENT = "40.39"
CARDS_BY_SHOPS: dict[int, int] = {1: 5365, 2: 496, 3: 60, 4: 3, 5: 2}
CARDS_IN_SEVERAL_SHOPS = 561
CARDS_IN_SEVERAL_SHOPS_PERCENT = "9.47"
CHEQUE_MIN, CHEQUE_MAX, CHEQUE_MEDIAN = 6_00, 23_229_00, 570_00
CHEQUE_MEAN_ROUBLES = "836.74"

RECENCY_MIN, RECENCY_MAX, RECENCY_MEAN, RECENCY_MEDIAN = 0, 332, 113, 87
RECENCY_DECILES = (8, 21, 41, 61, 87, 122, 162, 208, 265, 332)

# shop -> cheques, unidentified % of cheques, unidentified % of revenue, mean in roubles, median
SHOPS: dict[str, tuple[int, str, str, str, int]] = {
    "Аптека 1": (4394, "73.17", "70.49", "678.40", 455_00),
    "Аптека 2": (12210, "43.37", "41.95", "948.32", 620_00),
    "Аптека 4": (2965, "69.75", "68.27", "573.53", 394_00),
    "Аптека 6": (231, "37.23", "30.82", "728.20", 589_00),
    "Аптека 7": (6662, "63.90", "58.55", "732.23", 518_00),
    "Аптека 8": (3471, "40.25", "38.09", "652.96", 482_00),
    "Аптека 10": (7294, "11.23", "12.34", "1013.96", 736_00),
    "Аптека 11": (1259, "21.68", "16.37", "979.82", 662_00),
}

# --- the raw table and its traps (told by the specification, without the check mark) -------------
DISTINCT_DOC_IDS = 38_480
UNIDENTIFIED_ROWS = 17_411
UNIDENTIFIED_IDS = 3_468
LARGEST_UNIDENTIFIED_ID = 115
