"""threads: each thread sleeps in a call of its own; with three places, the fourth client waits in the queue."""

from seen import Page, Program, bash, run, until

page = Page("threads")
program = Program("threads", "127.0.0.1:8080", "3")
program.until("@ listening")
client = bash()
for descriptor in [3, 4]:
    client.type(f"exec {descriptor}<>/dev/tcp/127.0.0.1/8080")
said = client.type('echo hello >&4; read -u 4 answer; echo "$answer"')
page.claim("the answer is `1 hello`", said == "1 hello", said)


def sleeps():
    """Where its threads sleep."""
    return run(f"ps -L -o wchan:20= -p {program.pid}").split()


def waits(*places):
    seen = until(lambda: sleeps() if sleeps() == list(places) else None, 5) or sleeps()
    page.claim(f"its threads sleep in {', '.join(places)}", seen == list(places), seen)


waits("inet_csk_accept", "wait_woken", "wait_woken")
for descriptor in [5, 6]:
    client.type(f"exec {descriptor}<>/dev/tcp/127.0.0.1/8080")
page.prints("ss -tan sport = :8080", page.blocks["console"][2].split("\n", 1)[1].split("$")[0])
waits("futex_do_wait", "wait_woken", "wait_woken", "wait_woken")
client.type("exec 3>&-")
page.prints("ss -tlnH sport = :8080", "LISTEN 0 128 127.0.0.1:8080 0.0.0.0:*")
