story: the FIN alone
given: the response is on its way
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 "HTTP/1.1 200 OK\r" nxt 117 window 16 mss 8 limit 64 timer 1 s
given: shutdown(4, SHUT_WR)
  #2 FIN_WAIT_1 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 "HTTP/1.1 200 OK\r" nxt 117 fin 117 window 16 mss 8 limit 64 timer 1 s
// The FIN has a number too, and the window is full.
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 16, finds #2
#2 may send
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 16, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 118 window 16, finds #2
