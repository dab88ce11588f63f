story: the FIN has the last number
given: the program has ended its data
  #2 FIN_WAIT_1 198.18.203.1:80 198.18.203.153:1025 fd 4 una 4294967284 nxt 4294967284 "404 No page" fin 4294967295 window 64 mss 8 limit 64
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 4294967292 window 64, finds #2
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 1 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 0 window 64, finds #2
#2 may send
given: the number of the oldest byte is 0, and the client has no room
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 0 nxt 0 "HTTP/1.1" window 0 mss 8 limit 64
#2 may send
#2: the timer runs out
