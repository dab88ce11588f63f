story: the last segment is lost, and its FIN with it
given: the client has ended its data, and so has the program
  #2 LAST_ACK 198.18.203.1:80 198.18.203.153:1025 fd 4 received the end una 101 nxt 101 "HTTP/1.1 404\r\n\r\nNo" fin 119 window 64 mss 8 limit 64
#2 may send
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 64, finds #2
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 64, finds #2
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 120 window 64, finds #2
