// One of them listens at every address, one at this address alone. The lookup knows whose the SYN is.
story: a SYN for a connection in TIME_WAIT, and two sockets listen
addresses: 198.18.203.1, 198.18.203.2

given: two servers, and a connection that has ended
  #1  LISTEN     0.0.0.0:80       *:*                  fd 3  queue 0/5  options reuseport
  #2  LISTEN     198.18.203.1:80  *:*                  fd 4  queue 0/5  options reuseport
  #3  TIME_WAIT  198.18.203.1:80  198.18.203.153:1025  received the end  timer 33 s  una 9 nxt 9 fin 8 window 8 mss 4 limit 64

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #3
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #4
accept(4)
