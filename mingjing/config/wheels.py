"""Tools that come as locked Python packages, taken only when they are needed (dependency groups in pyproject)."""

import os
import subprocess
import sys

from mingjing.config.console import PROJECT, Stopped


def take(group: str) -> None:
    """Add the packages of a dependency group to this environment, as the lock file pins them. Raises Stopped."""
    uv = PROJECT / ".tools" / "bin" / "uv"
    if not uv.exists():
        raise Stopped("请先运行一次 ./mj。", "run ./mj once first.")
    done = subprocess.run(
        [uv, "sync", "-q", "--project", PROJECT, "--frozen", "--inexact", "--group", group],
        env={k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
        | {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": sys.prefix},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        told = done.stderr.strip()
        raise Stopped(f"安装 {group} 未成：{told}", f"installing {group} did not work: {told}")
