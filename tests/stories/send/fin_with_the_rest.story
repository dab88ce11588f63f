story: the FIN goes with the last bytes
given: the program has sent a response, and then closed its side
  #2 FIN_WAIT_1 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 "HTTP/1.1 200 OK\r\n\r\n" fin 120 window 64 mss 8 limit 64
#2 may send
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 120 window 64, finds #2
#2 may send
// Only the FIN is still on its way.
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 121 window 64, finds #2
#2 may send
