story: the peer takes room back
given: a client that had room for 24 bytes; all of it is used
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 "HTTP/1.1 200 OK\r\n\r\n<p>We" nxt 125 "lcome back.</p>\n" window 24 mss 8 limit 64 timer 1 s
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 8, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 16, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 24, finds #2
#2 may send
