story: a program that writes in small pieces
given: a connection
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64
send(4, "HTTP")
#2 may send
send(4, "/1.")
#2 may send
// With more than a segment's worth, the whole segment goes; what is left waits.
send(4, "1 200 OK")
#2 may send
send(4, "\r")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 105 window 64, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 113 window 64, finds #2
#2 may send
