story: behind the last number comes 0
given: the numbers of this connection are nearly used up
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 4294967290 nxt 4294967290 window 24 mss 8 limit 64
send(4, "HTTP/1.1 200 OK\r\n\r\n<p>Welcome back.</p>\n")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 4294967290 window 24, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 4294967285 window 64, finds #2
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 2 window 24, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 4294967295 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 27 window 64, finds #2
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 26 window 64, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 34 window 64, finds #2
