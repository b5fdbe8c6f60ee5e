"""Words of PostgreSQL, object stores and publishing."""

LABELS: dict[str, tuple[str, str]] = {}

HELP: dict[str, tuple[str, str]] = {}

FAULTS: dict[str, tuple[str, str]] = {
    "store.unknown_place": (
        "A store cannot lie behind {kind}://.",
        "Хранилище не может лежать за {kind}://.",
    ),
    "store.unknown_place.hint": (
        "give a directory or s3://bucket/prefix.",
        "укажите каталог или s3://корзина/префикс.",
    ),
    "store.no_bucket": (
        "The address of the store names no bucket.",
        "В адресе хранилища не названа корзина.",
    ),
    "store.no_bucket.hint": (
        "write s3://bucket/prefix; keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        "пишите s3://корзина/префикс; ключи берутся из AWS_ACCESS_KEY_ID и AWS_SECRET_ACCESS_KEY.",
    ),
    "objects.bucket": (
        "There is no bucket for {path}.",
        "Для {path} нет корзины.",
    ),
    "objects.bucket.hint": (
        "create the bucket, or check AWS_ENDPOINT_URL and AWS_REGION.",
        "создайте корзину или проверьте AWS_ENDPOINT_URL и AWS_REGION.",
    ),
    "objects.credentials": (
        "The object store does not let these credentials to {path}.",
        "Объектное хранилище не пускает с этими ключами к {path}.",
    ),
    "objects.credentials.hint": (
        "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they may do.",
        "проверьте AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY и права этого ключа.",
    ),
    "objects.no_credentials": (
        "No credentials for {path} were found.",
        "Не найдены ключи доступа к {path}.",
    ),
    "objects.no_credentials.hint": (
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        "задайте AWS_ACCESS_KEY_ID и AWS_SECRET_ACCESS_KEY.",
    ),
    "objects.unreachable": (
        "The object store of {path} at {where} does not answer.",
        "Объектное хранилище для {path} по адресу {where} не отвечает.",
    ),
    "objects.unreachable.hint": (
        "check AWS_ENDPOINT_URL and the network; for http:// also set AWS_ALLOW_HTTP=true.",
        "проверьте AWS_ENDPOINT_URL и сеть; для http:// задайте ещё AWS_ALLOW_HTTP=true.",
    ),
    "objects.failed": (
        "The object store failed at {path}: {reason}.",
        "Сбой объектного хранилища на {path}: {reason}.",
    ),
    "objects.failed.hint": (
        "repeat the command: what was not committed is not part of the store.",
        "повторите команду: что не зафиксировано, в хранилище не вошло.",
    ),
}
