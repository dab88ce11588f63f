story: the window has no room for the FIN
given: the program has ended its data, and the client has room for 16 bytes
  #2 FIN_WAIT_1 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 "HTTP/1.1 404\r\n\r\n" fin 117 window 16 mss 8 limit 64
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 0, finds #2
#2 may send
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 1, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 118 window 1, finds #2
