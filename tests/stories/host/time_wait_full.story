// The queue of the socket that listens is full: a SYN that finds no room is dropped, as the first was.
story: a SYN for a connection in TIME_WAIT, and the queue is full
addresses: 198.18.203.1

given: a server whose queue is full
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 1/0: #3
  #2  TIME_WAIT    198.18.203.1:80  198.18.203.153:1025  received the end  timer 33 s  una 9 nxt 9 fin 8 window 8 mss 4 limit 64
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   una 1 nxt 1 window 8 mss 4 limit 64

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #2
SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
