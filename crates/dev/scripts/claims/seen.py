"""What a page says, and what is seen when somebody does what it says."""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Lock

ROOT = Path(__file__).resolve().parents[4]
DONE = "so far"
ONE_AT_A_TIME = Lock()


class Terminal:
    """A program to which lines are typed. It answers before the next line is typed."""

    def __init__(self, *argv, ready):
        self.ready = ready
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.pid = self.process.pid
        atexit.register(self.process.kill)
        self.type("")

    def type(self, lines):
        """Types lines. What was printed comes back, without the prompts."""
        self.process.stdin.write(f"{lines}\n{self.ready}\n".encode())
        self.process.stdin.flush()
        said = b""
        while f"{DONE}\n".encode() not in said:
            more = os.read(self.process.stdout.fileno(), 65536)
            if not more:
                break
            said += more
        text = said.decode(errors="replace").replace(DONE, "")
        return re.sub(r"^((>>>|\.\.\.) )+", "", text, flags=re.MULTILINE).strip()


def python():
    """Python, as a reader starts it: nothing is open but 0, 1 and 2."""
    return Terminal("python3", "-i", "-q", "-u", ready=f'\nprint("{DONE}")')


def bash():
    return Terminal("bash", ready=f'echo "{DONE}"')


class Program:
    """An exercise's program, with the solution in it or a known mistake, under the name that it has for a reader."""

    def __init__(self, name, *arguments, under=(), mistake=None):
        built = ROOT / f"target/debug/{name}-{'mistakes' if mistake else 'solution'}"
        if not built.exists():
            sys.exit(f"{built} is not there. Build it: cargo build -p {name}-solution")
        self.folder = tempfile.TemporaryDirectory()
        # A process that another thread begins has the copy open for writing until its exec: "Text file busy".
        with ONE_AT_A_TIME:
            program = shutil.copy2(built, Path(self.folder.name) / name)
            self.process = subprocess.Popen([*under, program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.STDOUT, text=True, bufsize=0,
                                            env=os.environ | {"MISTAKE": mistake or ""})
        self.pid = self.process.pid
        self.said = ""
        atexit.register(self.process.kill)

    def until(self, pattern):
        """Reads on until something has been printed."""
        while not (found := re.search(pattern, self.said)):
            more = os.read(self.process.stdout.fileno(), 4096).decode(errors="replace")
            if not more:
                sys.exit(f"{pattern} has not been printed: {self.said}")
            self.said += more
        return found

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def plain(line):
    """A line without what differs from one machine, and from one time, to the next."""
    line = re.sub(r":(3276[89]|327[7-9]\d|32[89]\d\d|3[3-9]\d{3}|[45]\d{4}|60\d{3})\b", ":port", line)
    line = re.sub(r"\bpid=\d+", "pid", line)
    line = re.sub(r"\bino:[1-9]\d*", "ino", line)
    line = re.sub(r"\bsk:\w+", "sk", line)
    line = re.sub(r"socket:\[\d+\]", "socket", line)
    line = re.sub(r"timewait,\d+(\.\d+)?(m?s|sec),", "timewait,", line)
    return " ".join(line.split())


def rows(text):
    """The lines of a table, in no order, without its heading."""
    lines = [plain(line) for line in text.splitlines() if line.strip()]
    return sorted(line for line in lines if not line.startswith(("State", "Recv-Q", "total ")))


def is_in(words, line):
    """Whether these words stand in a line, in their order."""
    left = iter(line.split())
    return all(word in left for word in words.split())


def limit(program, descriptors):
    """Lets a program have no descriptor from this number on."""
    run(f"prlimit --pid {program.pid} --nofile={descriptors}:")


def fails_and_rests(page, program, call=r"accept4\("):
    """accept fails with EMFILE, again and again, and hardly any processor time is used."""
    log = f"{program.folder.name}/emfile"
    spent = lambda: sum(map(int, Path(f"/proc/{program.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]))
    strace = subprocess.Popen(["strace", "-f", "-e", "trace=network,poll,ppoll,clock_nanosleep", "-o", log, "-p", str(program.pid)],
                              stderr=subprocess.PIPE)
    strace.stderr.readline()
    before = spent()
    time.sleep(1)
    strace.terminate()
    strace.wait()
    calls = Path(log).read_text()
    failed = len(re.findall(call + r".* = -1 EMFILE", calls))
    page.claim("accept gives EMFILE", failed > 0, calls[-2000:])
    # A hundredth of a second is the smallest that is counted; strace itself costs some.
    page.claim("and the processor rests", spent() - before < 30, spent() - before)
    return failed


class Page:
    """A page, and a terminal with Python."""

    def __init__(self, name, section="kernel"):
        self.name = name
        text = (ROOT / f"book/src/{name}.md").read_text()
        _, text = text.split(f"{{#{section}}}", 1)
        text = text.split("\n## ", 1)[0]
        blocks = re.findall(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        self.blocks = {lang: [code for kind, code in blocks if kind == lang] for lang, _ in blocks}
        self.failed = 0
        self.python = python()
        atexit.register(lambda: os._exit(1) if self.failed else None)

    def claim(self, words, holds, seen=""):
        """Says whether something is as the page says."""
        print(f"{'✓' if holds else '✗'} {self.name}: {words}", flush=True)
        if not holds:
            self.failed += 1
            print(f"    seen: {seen}", flush=True)

    def play(self, number):
        """Types a block of Python, and compares what comes with what stands behind `#`."""
        answer = ""
        for part in re.split(r"(?<=\n)(?=\S)", self.blocks["python"][number]):
            code, _, expected = part.partition("  #")
            is_compound = re.match(r"(for|with|def|while|if) ", code)
            if is_compound and not part.endswith("\n\n"):
                self.claim(f"behind `{code.strip()[:40]}` an empty line ends what Python reads", False, part)
            answer = self.python.type(code)
            expected = expected.strip().split(", or another")[0]
            is_random = "or another" in part
            last = answer.splitlines()[-1] if answer else ""
            if not expected:
                if "Error" in last:
                    self.claim(f"`{code.strip()[:60]}` is typed without an error", False, answer)
            elif expected == "works":
                self.claim(f"`{code.strip()}` works", not answer, answer)
            elif is_random:
                self.claim(f"{code.strip()} is like {expected}", plain_port(last) == plain_port(expected), answer)
            else:
                self.claim(f"`{code.strip()}` gives {expected}", last.endswith(expected), answer)
        return answer

    def play_all(self, number):
        """Types a block, of which the last line fails."""
        answer = ""
        for line in self.blocks["python"][number].splitlines():
            answer = self.python.type(line)
        return answer

    def says(self, code, expected):
        """What Python answers."""
        answer = self.python.type(code)
        last = answer.splitlines()[-1] if answer else ""
        self.claim(f"`{code}` gives {expected}", last == expected, answer)

    def shows(self, number, within=5, part=False, put=(), terminal=None):
        """Runs the commands of a block, until they print what the page shows, or the time is over.

        With `part`, the page leaves out some words of each line, and some lines. `put` has what is otherwise here."""
        block = self.blocks["console"][number]
        for old, new in dict(put).items():
            block = block.replace(old, str(new))
        for command in re.split(r"^[$#] (?=\S)", block, flags=re.MULTILINE)[1:]:
            command, _, expected = command.partition("\n")
            self.prints(command, expected, within, part, terminal)

    def prints(self, command, expected, within=5, part=False, terminal=None):
        """Runs a command until it prints what the page shows, or the time is over."""
        wanted, end = rows(expected), time.monotonic() + within
        while True:
            text = terminal.type(command) if terminal else run(command)
            seen = rows(text)
            if part:
                holds = all(any(is_in(line, other) for other in seen) for line in wanted)
            else:
                holds = seen == wanted
            if holds or time.monotonic() > end:
                break
            time.sleep(0.1)
        self.claim(f"`{command}` prints what the page shows", holds, f"{text}\n    expected: {expected}")


def until(look, within=20):
    """Looks until there is something to see, or the time is over."""
    end = time.monotonic() + within
    while not (seen := look()) and time.monotonic() < end:
        time.sleep(0.05)
    return seen


def plain_port(text):
    return re.sub(r"\d{4,5}\)", "port)", text)


def run(command):
    ended = subprocess.run(["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return ended.stdout


def setting(name):
    return Path(f"/proc/sys/net/{name}").read_text().strip()


if __name__ == "__main__":
    sys.exit("This is what the scripts of the pages use. Run crates/dev/scripts/claims.py.")
