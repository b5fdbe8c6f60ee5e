"""The segmentation plan, written once over lazy frames; it knows no engine.

Integers only: days since 1970, kopecks, hundredths. A frame of cheques has the columns card
(key, 0 for none), day and amount; a frame of states has card, cheques, total, first and last.
"""
