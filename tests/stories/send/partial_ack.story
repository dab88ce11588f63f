story: an ACK in the middle of a segment
given: three segments are on their way
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 "HTTP/1.1 200 OK\r\n\r\n<p>We" nxt 125 "lcome back.</p>\n" window 32 mss 8 limit 64 timer 1 s
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 112 window 32, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 113 window 28, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 132 window 32, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 141 window 32, finds #2
