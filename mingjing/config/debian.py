"""Installing Debian packages by name, when we may; otherwise telling the exact line to run."""

import os
import shutil
import subprocess
import sys

from mingjing.config.console import say

FONT = "fonts-noto-cjk"


def installed(package: str) -> bool:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f=${db:Status-Status}", package], capture_output=True, text=True, check=False
    )
    return asked.stdout == "installed"


def install(packages: list[str], zh_why: str, en_why: str) -> bool:
    """Make sure of `packages`, saying why; False, and the line to run printed, when we may not."""
    if not shutil.which("apt-get"):
        return False
    missing = [p for p in packages if not installed(p)]
    if not missing:
        return True
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    say(
        f"安装 Debian 软件包 {' '.join(missing)}：{zh_why}",
        f"installing the Debian packages {' '.join(missing)}: {en_why}",
    )
    _as_root(["apt-get", "update", "-qq"])  # a stale list of some other source is no reason to give up
    if not _as_root(line):
        say(f"安装未成。请运行：sudo {' '.join(line)}", f"that did not work. Run: sudo {' '.join(line)}")
        return False
    return True


def chinese_font() -> bool:
    """Make sure that instruments can be printed. Without the font everything else works, and making one says why not;
    a site that names folders of its own (`MINGJING_FONTS`) is left alone."""
    if os.environ.get("MINGJING_FONTS") or not shutil.which("dpkg-query"):
        return True
    return install([FONT], "法律文书用中文字体打印。", "instruments are printed in a Chinese font.")


def _as_root(line: list[str]) -> bool:
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            return False
        line = ["sudo", *([] if sys.stdin.isatty() else ["-n"]), *line]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(line, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
