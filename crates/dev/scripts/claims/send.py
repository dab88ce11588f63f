"""send: bytes that are taken wait in the send buffer; a client that does not read; nobody answers; the trap of small writes."""

import re
import subprocess

from seen import Page, until

page = Page("send")
answer = page.python.type(page.blocks["python"][0])
page.claim("then send gives EAGAIN", "[Errno 11] Resource temporarily unavailable" in answer, answer)
taken = int(answer.splitlines()[-1])
page.claim("millions of bytes were taken", taken > 1_000_000, taken)
print("   ", taken, "bytes were taken here")


def queues(command):
    """Recv-Q and Send-Q of each connection that `ss` shows."""
    lines = [line.split() for line in page.python.type(command).splitlines() if line.startswith("ESTAB")]
    return [(int(line[1]), int(line[2])) for line in lines]


both = page.blocks["python"][1]


def waiting():
    """What the client's kernel has, and what the server's; nothing as long as that is not all."""
    seen = sorted(queues(both))
    return seen if len(seen) == 2 and (seen[0][0], seen[1][1], sum(map(sum, seen))) == (0, 0, taken) else None


page.claim("Send-Q and Recv-Q hold all that was taken", until(waiting), queues(both))
told = until(lambda: (it := page.python.type("os.system(\"ss -tinom 'sport = :8080'\")")) and "persist" in it and it)
page.claim("ss names the timer, the MSS, and what was not sent",
           all(re.search(word, told or "") for word in [r"timer:\(persist,", r" mss:\d{5}", r"notsent:\d"]), told)
left = queues(both)
first, then = page.blocks["python"][2].splitlines()
read = int(page.python.type(first).splitlines()[-1])
sent = max(it[1] for it in left)
page.claim("the client reads, and Send-Q is smaller", until(lambda: queues(then)[0][1] < sent), queues(then))
print("   ", read, "bytes were read")

# Nobody answers.
answer = page.python.type(page.blocks["python"][3])
page.claim("send returns 19, as always", answer.endswith("19"), answer)
timer = page.blocks["python"][4]
told = until(lambda: re.search(r"ESTAB +0 +19 .*timer:\(on,[\w.]+,[1-4]\)", page.python.type(timer)))
page.claim("the timer is on, and runs out again and again", told)
gone = until(lambda: "ESTAB" not in page.python.type(timer))
page.claim("after some seconds the row is gone", gone)
page.claim("ETIMEDOUT, and then EPIPE", [page.python.type(line).splitlines()[-1] for line in
                                         page.blocks["python"][5].splitlines()] ==
           ["TimeoutError: [Errno 110] Connection timed out", "BrokenPipeError: [Errno 32] Broken pipe"])

# The trap.
page.python.process.kill()
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
page = Page("send")
block = page.blocks["python"][6]
*setup, waits, nodelay, at_once = block.strip().splitlines()
page.python.type("\n".join(setup) + "\n")
times = eval(page.python.type(waits).splitlines()[-1])
page.claim("three small writes wait for the delayed ACK", sorted(times)[1] >= 35, times)
page.python.type(nodelay)
times = eval(page.python.type(at_once).splitlines()[-1])
page.claim("with TCP_NODELAY they do not", sorted(times)[2] < 20, times)
