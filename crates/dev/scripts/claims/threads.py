"""threads: each thread sleeps in a call of its own; with three places, the fourth client is in the queue. And EMFILE."""

from seen import Page, Program, bash, fails_and_rests, limit, run, until

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

# No further descriptor: the client is in the queue, and is served later.
program = Program("threads", "127.0.0.1:8081", "3")
program.until("@ listening")
limit(program, 3)
# An accept that sleeps already has its descriptor: so the first client gets in.
client = bash()
client.type("exec 5<>/dev/tcp/127.0.0.1/8081; exec 6<>/dev/tcp/127.0.0.1/8081")
queue = until(lambda: run("ss -tlnH sport = :8081").split()[1] == "1")
page.claim("one client is served, the other one is in the queue", queue, run("ss -tln"))
failed = fails_and_rests(page, program)
page.claim("accept is called again after some milliseconds", failed < 200, failed)
limit(program, 1024)
said = client.type('echo hello >&6; read -u 6 answer; echo "$answer"')
page.claim("the second is served when there is a descriptor", said == "1 hello", said)
