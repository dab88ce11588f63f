story: the same program with TCP_NODELAY
given: a connection; the program has set TCP_NODELAY
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 options nodelay una 101 nxt 101 window 64 mss 8 limit 64
send(4, "HTTP")
#2 may send
send(4, "/1.")
#2 may send
send(4, "1 200 OK\r")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 64, finds #2
