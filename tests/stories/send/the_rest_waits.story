story: the last bytes of a response
given: a connection that stays open
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64
send(4, "HTTP/1.1 200 OK\r\n\r\n")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 64, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 64, finds #2
#2 may send
