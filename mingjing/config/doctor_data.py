"""The doctor's questions about the database and the ledger."""

import shutil

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min

from mingjing.config.doctor import Finding, Level, Question, fail, ok, warn
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.ledger import sealing, triggers
from mingjing.ledger.guards import GUARDS
from mingjing.ledger.models import Checkpoint, Entry, LogHead
from mingjing.org.row_audit import planted

# Longer than a sealer at work ever needs; not a limit that comes from law.
LAG_WARN_SECONDS = 300


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    told = f"{connection.vendor} {str(connection.settings_dict['NAME']).replace('//', '/')}"
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        return warn(
            Text(told, told),
            "备份需要：sudo apt-get install postgresql-client",
            "backups need it: sudo apt-get install postgresql-client",
        )
    return ok(told, told)


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    told = Text(f"{len(pending)} 项待执行", f"{len(pending)} pending")
    if pending:
        return fail(told, "请运行 ./mj manage migrate", "run ./mj manage migrate")
    return Finding(Level.OK, told)


def guards() -> Finding:
    """Without its triggers, to the letter, the database no longer refuses a change to what was entered."""
    missing = triggers.missing(connection, GUARDS)
    wanted = len(triggers.names(connection, GUARDS))
    told = Text(f"{wanted - len(missing)} / {wanted} 个触发器", f"{wanted - len(missing)} of {wanted} triggers")
    if missing:
        names = ", ".join(missing)
        return fail(
            told,
            f"缺少或被改：{names}。有人改动过数据库，请核验日志。",
            f"gone or changed: {names}. Somebody changed the database.",
        )
    return Finding(Level.OK, told)


def posts() -> Finding:
    """What an officer may do is read from rows: each must have its entry."""
    found = list(planted(now()))
    told = Text(f"{len(found)} 处与日志不符", f"{len(found)} not in the log")
    if found:
        first = found[0].text
        return fail(told, f"{first.zh}。有人改动过数据库。", f"{first.en}. Somebody changed the database.")
    return Finding(Level.OK, told)


def order_of_time() -> Finding:
    """The clock must not stand before what was entered already."""
    newest = Entry.objects.aggregate(newest=Max("recorded_at"))["newest"]
    if newest and newest > now():
        told = Text(f"最新记录 {newest:%Y-%m-%d %H:%M} UTC", f"newest entry {newest:%Y-%m-%d %H:%M} UTC")
        return fail(told, "系统时间早于已有记录，请校时。", "the clock stands before what was entered already: set it.")
    return ok("不早于任何记录", "not before any entry")


def sealed() -> Finding:
    """Entries of all logs that no checkpoint covers yet, and how long the oldest has waited."""
    waiting, oldest = 0, None
    for log in sealing.logs():
        size = Checkpoint.objects.filter(log=log).aggregate(size=Max("size"))["size"] or 0
        waiting += (LogHead.objects.filter(log=log).values_list("size", flat=True).first() or 0) - size
        first = Entry.objects.filter(log=log, seq=size).values_list("recorded_at", flat=True).first()
        oldest = min(filter(None, (oldest, first)), default=None)
    age = (now() - oldest).total_seconds() if oldest else 0.0
    told = Text(f"{waiting} 条待封存，最久 {age:.0f} 秒", f"{waiting} waiting, the oldest for {age:.0f} s")
    if age > LAG_WARN_SECONDS:
        return warn(told, "封存进程在运行吗？./mj seal", "is the sealer running? ./mj seal")
    return Finding(Level.OK, told)


def witnessed() -> Finding:
    """Sealed entries that no witness has vouched for yet, and since when."""
    waiting, oldest = 0, None
    for log in sealing.logs():
        rows = Checkpoint.objects.filter(log=log)
        vouched = rows.filter(cosigners__gt=0).aggregate(size=Max("size"))["size"] or 0
        beyond = rows.filter(size__gt=vouched).aggregate(size=Max("size"), since=Min("signed_at"))
        waiting += (beyond["size"] or vouched) - vouched
        oldest = min(filter(None, (oldest, beyond["since"])), default=None)
    age = (now() - oldest).total_seconds() if oldest else 0.0
    told = Text(f"{waiting} 条已封存未见证，最久 {age:.0f} 秒", f"{waiting} sealed and not witnessed, for {age:.0f} s")
    if age > LAG_WARN_SECONDS:
        where = settings.WITNESS_URL or "./mj seal"
        return warn(told, f"见证方联系不上？{where}", f"is the witness out of reach? {where}")
    return Finding(Level.OK, told)


def open_to_the_world() -> Finding:
    """Anything but the loopback must come through TLS."""
    hosts = ", ".join(settings.ALLOWED_HOSTS)
    beyond = set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}
    if settings.DEBUG:
        return fail(Text("调试模式", "debug mode"), "正式使用必须关闭 MINGJING_DEBUG。", "turn MINGJING_DEBUG off.")
    if beyond and not settings.SECURE:
        return warn(
            Text(hosts, hosts), "请在前面配置 TLS 并设 MINGJING_TLS=yes。", "put TLS in front, set MINGJING_TLS=yes."
        )
    return ok(hosts, hosts)


def questions() -> list[Question]:
    """The rest has no answer until the database has its tables."""
    return QUESTIONS if migrations().level is Level.OK else QUESTIONS[:2]


QUESTIONS: list[Question] = [
    (Text("数据库", "database"), database),
    (Text("数据库结构", "migrations"), migrations),
    (Text("只增不改", "append-only guards"), guards),
    (Text("岗位与账号", "posts and accounts"), posts),
    (Text("时间次序", "order of time"), order_of_time),
    (Text("封存", "sealing"), sealed),
    (Text("见证", "witness"), witnessed),
    (Text("访问方式", "access"), open_to_the_world),
]
