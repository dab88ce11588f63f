story: a window that closes on the way
retries: 2
given: the client has room for two segments
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 16 mss 8 limit 64
send(4, "HTTP/1.1 200 OK\r\n\r\n<p>Welcome back.</p>\n")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 0, finds #2
// One of the two is still not acknowledged. It is sent again, although the window is closed.
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 0, finds #2
#2 may send
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
