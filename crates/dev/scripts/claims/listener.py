"""listener: two who wait, seven who connect, and TIME_WAIT."""

import subprocess
import time

from seen import Page, Program, bash, run, until

page = Page("listener")
program = Program("listener")
port = program.until(r"bound to 127\.0\.0\.1:(\d+)")[1]
put = {"43397": port}
page.shows(0, put=put)
curl = lambda: subprocess.Popen(["curl", "-s", f"http://127.0.0.1:{port}"])
clients = [curl() for _ in range(2)]
# A request's length depends on curl's own version.
until(lambda: run(f"ss -tanH sport = :{port}").count("ESTAB") == 2)
length = until(lambda: sorted(set(run(f"ss -tanH state established sport = :{port} | awk '{{print $1}}'").split()) - {"0"}))
page.claim("the requests have arrived, though nobody has accepted", len(length) == 1, length)
page.shows(1, put=put | {"79 ": f"{length[0]} "})
lines = [line.split() for line in open("/proc/net/tcp")]
mine = sorted(it[3:5] + it[9:10] for it in lines if it[1] == f"0100007F:{int(port):04X}")
size = f"00000000:{int(length[0]):08X}"
page.claim("/proc/net/tcp: rx_queue, and inode 0 for both copies",
           mine[:2] == [["01", size, "0"]] * 2 and mine[2][:2] == ["0A", "00000000:00000002"], mine)
clients += [curl() for _ in range(5)]
page.shows(2, put=put)
for client in clients:
    client.kill()
program.process.kill()

page.python.process.kill()
page = Page("listener", "time-wait")
program = Program("listener", "127.0.0.1:8080", "5")
program.until("8080")
client = bash()
client.type("exec 3<>/dev/tcp/127.0.0.1/8080")
program.type("accept")
program.type("close")
until(lambda: "FIN-WAIT" in run("ss -tanH sport = :8080"))
client.type("exec 3>&-")
page.prints("ss -tan sport = :8080", page.blocks["console"][1].split("\n", 2)[2])
program.process.stdin.close()
program.process.wait()
page.prints("ss -tan sport = :8080 | awk 'NR > 1 {print $1}'", "TIME-WAIT")
again = Program("listener", "127.0.0.1:8080", "5")
again.until("8080")
page.claim("SO_REUSEADDR lets it start again", again.process.poll() is None, again.said)
