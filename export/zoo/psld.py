"""Command lines of psld, run one after the other in one virtual machine; and where a result belongs in the tables."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


class Psld:
    """A running program. One that dies is started again: that is a crash of the command that it ran."""

    def __init__(self):
        subprocess.run([str(HOME / "psld"), "--version"], check=True, capture_output=True)  # builds where it must
        self.process = None

    def start(self):
        java = shutil.which("java") or "java"
        jars = f"{HOME}/target/launch/psld.jar:" + (HOME / "target/launch/classpath").read_text()
        self.process = subprocess.Popen(
            [java, "-cp", jars, "-XX:+UseSerialGC", "-Xmx2g",
             "-XX:TieredStopAtLevel=1", f"-Dpsld.home={HOME}", "--enable-native-access=ALL-UNNAMED",
             str(Path(__file__).with_name("Verbs.java"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8")

    def run(self, *words: object) -> tuple[int, str]:
        """Exit code and what was printed; code -1 where the program died."""
        if self.process is None or self.process.poll() is not None:
            self.start()
        try:
            self.process.stdin.write("\t".join(map(str, words)) + "\n")
            self.process.stdin.flush()
            reply = self.process.stdout.readline()
        except BrokenPipeError:
            reply = ""
        if not reply:
            self.process.kill()
            self.process = None
            return -1, "the program died"
        code, text = reply.split()[0], reply.split()[1] if " " in reply.strip() else ""
        return int(code), base64.b64decode(text).decode()

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()


class Table:
    """Counts of right, refused, wrong and crashed, and the lines behind them."""

    WORDS = ("right", "refused", "wrong", "crashed", "not compared")

    def __init__(self):
        self.counts = {w: 0 for w in self.WORDS}
        self.worst = 0.0
        self.lines = {w: [] for w in self.WORDS}

    def add(self, name: str, word: str, text: str = "", error: float = 0.0):
        self.counts[word] += 1
        if word == "right":
            self.worst = max(self.worst, error)
        self.lines[word].append((name, text.strip() or f"off by {error:.1e}"))
        shown = f"{error:.1e}" if word in ("right", "wrong") and error else text.strip().replace("\n", " | ")[:400]
        print(f"{word:13} {name:44} {shown}", flush=True)

    def row(self, title: str) -> str:
        return f"| {title} | " + " | ".join(str(self.counts[w]) for w in self.WORDS) + f" | {self.worst:.0e} |"


def refusal(text: str) -> bool:
    """A sentence of the program's own, and no inside of ONNX Runtime or Java."""
    last = text.strip().splitlines()[-1] if text.strip() else ""
    inside = ("Exception", "please report", "defect", "Load model", "Non-zero status", "ONNXRuntimeError", "cannot load")
    return last.startswith("psld: ") and not any(word in last for word in inside)
