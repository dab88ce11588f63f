story: the window keeps the last bytes and the FIN back
given: the program has ended its data, and the client has room for 16 bytes
  #2 FIN_WAIT_1 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 "HTTP/1.1 404\r\n\r\nNot here" fin 125 window 16 mss 8 limit 64
#2 may send
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 16, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 125 window 16, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 126 window 16, finds #2
