// The client begins anew from its old port. Somebody listens: the old connections are over. One of them
// is still held by the program.
story: a SYN for connections in TIME_WAIT
addresses: 198.18.203.1

given: a server, and two connections that have ended
  #1  LISTEN     198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  TIME_WAIT  198.18.203.1:80  198.18.203.153:1025  received the end  timer 33 s  una 9 nxt 9 fin 8 window 8 mss 4 limit 64
  #3  TIME_WAIT  198.18.203.1:80  198.18.203.86:1025   fd 4  received "GET /" the end  timer 44 s  una 9 nxt 9 fin 8 window 8 mss 4 limit 64

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #4
SYN 198.18.203.86:1025 → 198.18.203.1:80 window 65535, finds #3
recv(4, 100)
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #5
