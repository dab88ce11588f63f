// Nobody listens any more. The four values stay taken, and no answer is given.
story: a SYN for a connection in TIME_WAIT, and nobody listens
addresses: 198.18.203.1

given: a connection that has ended, and a server at another port
  #1  LISTEN     198.18.203.1:81  *:*                  fd 3  queue 0/5
  #2  TIME_WAIT  198.18.203.1:80  198.18.203.153:1025  received the end  timer 33 s  una 9 nxt 9 fin 8 window 8 mss 4 limit 64

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #2
SYN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 9 ack 9 window 8, finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 9 ack 9 window 8, finds #2
33 s pass
60 s pass
