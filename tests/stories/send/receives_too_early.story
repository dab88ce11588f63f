story: the second of three segments is lost
given: a connection; it has something in flight
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 "HTTP" nxt 105 window 64 mss 8 limit 64 timer 1 s rcv.nxt 501 rcv.wnd 40
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 101 window 64 "GET / HT", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 509 ack 101 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 517 ack 101 window 64 "Host: a\r", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 525 ack 105 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 509 ack 105 window 64 "TP/1.1\r\n", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 517 ack 105 window 64 "Host: a\r", finds #2
