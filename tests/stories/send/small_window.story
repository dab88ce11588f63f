story: a window that is no multiple of the segments
given: a client that has room for 20 bytes
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 20 mss 8 limit 64
send(4, "HTTP/1.1 200 OK\r\n\r\n<p>Welcome back.</p>\n")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 4, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 7, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 23, finds #2
#2 may send
