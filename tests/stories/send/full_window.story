story: the peer has room for three segments
given: a client that has room for 24 bytes
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 24 mss 8 limit 64
send(4, "HTTP/1.1 200 OK\r\n\r\n<p>Welcome back.</p>\n")
#2 may send
#2 may send
// Two segments have come, and the program over there has read neither of them.
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 8, finds #2
#2 may send
// It reads: the same number, and a larger window.
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 24, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 141 window 24, finds #2
#2 may send
