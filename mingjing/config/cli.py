"""The command line behind `./mj`: finds the command and hands its arguments over.

Commands are named by import path and loaded only when asked for, so `law` and `verify` load no Django. Every
command is a function `(arguments) -> exit code`.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from mingjing.config.console import Stopped, say, silence, speak_the_terminal_language
from mingjing.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Command:
    target: str
    usage: str
    summary: Text

    def load(self) -> Callable[[list[str]], int | None]:
        module, _, name = self.target.partition(":")
        run: Callable[[list[str]], int | None] = getattr(import_module(module), name)
        return run


COMMANDS = {
    "demo": Command(
        "mingjing.config.demo:main",
        "[--check] [--port N] [--data DIR] [--postgres URL]",
        Text(
            "启动演示系统；--check 在临时目录走完一次完整流程并核验",
            "run the demonstration; --check runs it once through",
        ),
    ),
    "test": Command(
        "mingjing.config.testing:main",
        "[--fast] [PATH …]",
        Text("全部检查与测试；给出路径则只跑这些测试", "every check and test; with paths only those tests"),
    ),
    "serve": Command(
        "mingjing.config.serve:main",
        "[--host H] [--port N] [--workers N]",
        Text("只启动网页服务（正式部署）", "the web server alone (for an installation)"),
    ),
    "watch": Command(
        "mingjing.config.manage:watch",
        "",
        Text("值守进程：到点的时限与告警升级", "the watch: clocks that fall due, alarms that escalate"),
    ),
    "sense": Command(
        "mingjing.config.manage:sense",
        "",
        Text("感知进程：接收、留存、判断手环读数", "takes, keeps and judges the readings of bands"),
    ),
    "seal": Command(
        "mingjing.config.manage:seal",
        "",
        Text(
            "封存进程：把新条目封入日志并签署检查点",
            "the sealer: new entries into the log, checkpoints signed",
        ),
    ),
    "compare": Command(
        "mingjing.config.manage:compare",
        "[--once] [--every SECONDS]",
        Text("人脸比对进程：检查人像、逐一比对，结论由民警确认", "compares faces one to one; officers confirm"),
    ),
    "deliver": Command(
        "mingjing.config.manage:deliver",
        "[--once] [--every SECONDS]",
        Text("推送进程：把条目送到外部系统登记的地址", "delivers entries to the addresses other systems registered"),
    ),
    "models": Command(
        "mingjing.config.manage:models",
        "add PATH --kind detector|recogniser --licence TEXT | list | measure DIR --camera SITE/CODE",
        Text("人脸模型：安装、列出、测定误差曲线", "face models: add, list, measure error curves"),
    ),
    "witness": Command(
        "mingjing.config.witnessing:main",
        "--folder DIR --name NAME [--host H] [--port N] [--show-key]",
        Text("见证程序：为其他机器的日志联署检查点", "the witness: cosigns the checkpoints of other machines' logs"),
    ),
    "verify": Command(
        "mingjing_verify.__main__:main",
        "PATH …",
        Text("离线核验日志目录或导出的记录", "verify a log folder or an exported record, offline"),
    ),
    "law": Command(
        "mingjing.law.cli:main",
        "check | explain | diff | evaluate …",
        Text("法律规则：检查、解释、比较、推算", "the law books: check, explain, compare, evaluate"),
    ),
    "simulate": Command(
        "mingjing.config.simulate:main",
        "[SCENARIO] [--to URL --secrets F] [--speed N] [--seed N] [--start MS] [--plan SVG] [--hears H] [--loss P] "
        "[--doubled P] [--delay S]",
        Text(
            "模拟人员、民警、门和手环；不带名称则列出剧本",
            "people and bands along a floor plan; without a name lists the scenarios",
        ),
    ),
    "bench": Command(
        "mingjing.config.benches:main",
        "[NAME] [--data DIR]",
        Text("性能测量；不带名称则列出", "benchmarks; without a name lists them"),
    ),
    "backup": Command(
        "mingjing.config.backup:main",
        "[FILE] [--data DIR] [--passphrase-file F]",
        Text("一致的完整备份，含校验清单", "a consistent backup of everything, with a manifest"),
    ),
    "restore": Command(
        "mingjing.config.restore:main",
        "FILE [--data DIR] [--replace] [--passphrase-file F] [--despite-findings]",
        Text("从备份恢复，并核验", "bring a backup back, and verify it"),
    ),
    "doctor": Command(
        "mingjing.config.doctor:main",
        "",
        Text("检查本机与数据是否正常", "is this machine, and the data on it, in order?"),
    ),
    "manage": Command("mingjing.config.manage:main", "…", Text("Django 管理命令", "Django's management commands")),
}


def _print_help() -> None:
    print(Text("用法：./mj 命令 [参数]", "usage: ./mj COMMAND [arguments]"))
    for name, command in COMMANDS.items():
        print(f"\n  ./mj {name} {command.usage}".rstrip() + f"\n      {command.summary}")
    print("\n" + str(Text("每个命令都有 --help；文档在 docs/。", "Every command answers --help; see also docs/.")))


def main(arguments: list[str]) -> int:
    """Run one command; 2 when there is no such command, 130 when it was interrupted, 141 when nobody reads on."""
    speak_the_terminal_language()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # `… | head` has seen enough
        silence()
        return 141
    return code


def _run(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name in {"help", "--help", "-h"}:
        _print_help()
        return 0
    if name not in COMMANDS:
        print(Text(f"没有“{name}”这个命令。\n", f"There is no command {name!r}.\n"), file=sys.stderr)
        _print_help()
        return 2
    try:
        return COMMANDS[name].load()(rest) or 0
    except Stopped as why:
        say(why.text.zh, why.text.en)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
