story: a segment is lost
given: a client has asked for a page
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 24 mss 8 limit 64
send(4, "HTTP/1.1 200 OK\r\n\r\n<p>Welcome back.</p>\n")
#2 may send
// The first one has come; the second is lost, and of the third the peer can tell nothing.
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 24, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 24, finds #2
#2 may send
#2: the timer runs out
#2: the timer runs out
#2 may send
// Now the hole is filled, and all that waited behind it counts.
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 133 window 24, finds #2
#2 may send
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 141 window 24, finds #2
