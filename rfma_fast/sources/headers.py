"""Names that tills, 1C and others give to the columns of a table of cheques."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Synonyms = Mapping[str, tuple[str, ...]]
"""field → names of columns that hold it, as ``folded`` writes them."""

ONE_C: Synonyms = {
    "at": (
        "дата", "датаивремя", "датавремя", "датачека", "датапродажи", "датадокумента", "период",
        "дататранзакции", "датапокупки",
    ),
    "shop": (
        "магазин", "склад", "подразделение", "аптека", "торговаяточка", "точкапродаж",
        "точкапродажи", "структурноеподразделение", "номермагазина", "магазинномер",
    ),
    "card": (
        "карта", "дисконтнаякарта", "картапокупателя", "номеркарты", "кодкарты", "картаномер",
        "картанаименование", "номердисконтнойкарты", "кодкартылояльности", "картаклиента",
        "бонуснаякарта", "карталояльности", "штрихкодкарты", "картапокупателяномер",
        "клиент", "покупатель", "контрагент", "телефон", "телефонклиента", "телефонпокупателя",
        "номертелефона", "кодклиента", "кодпокупателя", "клиенткод", "idклиента", "клиентid",
        "idпокупателя", "покупательid", "участник", "электроннаяпочта", "почта",
    ),
    "amount": (
        "сумма", "суммачека", "суммадокумента", "суммабезскидки", "суммапродажи", "суммапокупки",
        "стоимость", "суммаруб", "суммабезскидкируб",
    ),
    "paid": (
        "суммасоскидкой", "оплачено", "коплате", "суммаоплаты", "суммасучетомскидки",
        "итогсоскидкой", "суммасоскидкойруб",
    ),
    "bonus_earned": (
        "начислено", "начисленобонусов", "бонусыначислено", "бонусовначислено", "бонусыначисленные",
        "начисленныебонусы",
    ),
    "bonus_spent": (
        "списано", "списанобонусов", "бонусысписано", "бонусовсписано", "бонусысписанные",
        "списанныебонусы", "оплатабонусами", "оплаченобонусами",
    ),
    "doc_id": (
        "номер", "номерчека", "чек", "документ", "номердокумента", "чекномер", "чекккм",
        "кодчека", "документномер", "заказ", "номерзаказа", "кодзаказа",
    ),
}  # fmt: skip
"""Columns of reports of 1C."""

_ENGLISH: Synonyms = {
    "at": (
        "at", "datetime", "date", "timestamp", "dateandtime", "purchasedate", "orderdate",
        "transactiondate", "saledate", "receiptdate", "chequedate", "checkdate", "invoicedate",
        "purchasedat", "soldat", "createdat",
    ),
    "shop": (
        "shop", "store", "pharmacy", "branch", "outlet", "location", "shopid", "storeid",
        "shopname", "storename", "shopnumber", "storenumber", "pointofsale",
    ),
    "card": (
        "card", "cardid", "cardnumber", "cardno", "loyaltycard", "loyaltycardnumber",
        "loyaltyid", "customerid", "clientid", "memberid",
        "discountcard", "bonuscard", "customer", "customernumber", "customerno", "customercode",
        "client", "clientnumber", "user", "userid", "buyer", "buyerid", "member", "membernumber",
        "shopper", "shopperid", "householdkey", "householdid", "customeruniqueid", "personid",
        "phone", "phonenumber", "customerphone", "email", "customeremail", "emailaddress",
    ),
    "amount": (
        "amount", "sum", "summ", "total", "totalamount", "amounttotal", "grossamount",
        "purchaseamount", "transactionamount", "orderamount", "revenue", "sales",
    ),
    "paid": (
        "paid", "amountpaid", "paidamount", "summwithdisc", "sumwithdiscount", "netamount",
        "amountafterdiscount", "totalwithdiscount",
    ),
    "bonus_earned": ("bonusearned", "pointsearned", "earnedpoints", "earnedbonus", "bonusesearned"),
    "bonus_spent": ("bonusspent", "pointsspent", "spentpoints", "pointsredeemed", "bonusesspent"),
    "doc_id": (
        "docid", "documentid", "document", "docnumber", "documentnumber", "receipt", "receiptid",
        "receiptnumber", "receiptno", "cheque", "chequeid", "chequenumber", "checkid",
        "checknumber", "invoice", "invoiceid", "invoiceno", "invoicenumber", "orderid",
        "ordernumber", "orderno", "order", "transaction", "transactionid", "transactionnumber",
        "basketid", "basket", "ticket", "ticketid", "ticketnumber", "bill", "billno", "billnumber",
    ),
}  # fmt: skip

GENERIC: Synonyms = {field: (*_ENGLISH[field], *ONE_C[field]) for field in ONE_C}
"""English names and all those of 1C."""


def folded(name: str) -> str:
    """Return a column's name without case, blanks and signs: ``№ чека`` is ``номерчека``."""
    told = name.casefold().replace("ё", "е").replace("№", "номер")
    return "".join(sign for sign in told if sign.isalnum())


def fitting(present: Sequence[str], synonyms: Synonyms) -> dict[str, list[str]]:
    """Return field → the columns whose names say that they hold it."""
    found: dict[str, list[str]] = {}
    for column in present:
        for field, names in synonyms.items():
            if folded(column) in names:
                found.setdefault(field, []).append(column)
    return found
