story: the last numbers, and the first ones
given: a connection
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 4294967295 "HT" nxt 1 window 64 mss 8 limit 64 timer 1 s rcv.nxt 4294967270 rcv.wnd 24
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967270 ack 1 window 64 "GET / HT", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967270 ack 1 window 64 "GET / HT", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967278 ack 1 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967280 ack 1 window 64 "lost", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967284 ack 1 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967270 ack 1 window 64 "GET / HTTP/", finds #2
given: the program has read 11 bytes
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 4294967295 "HT" nxt 1 window 64 mss 8 limit 64 timer 1 s rcv.nxt 4294967281 rcv.wnd 32
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967281 ack 1 window 64 "1.1\r\nHost: a\r\n", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 3 ack 1 window 64 "lost", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 3 ack 1 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967295 ack 1 window 64 "\r\nGET ", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967295 ack 1 window 64 "\r\nGET /", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 0 ack 1 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4294967292 ack 1 window 64, finds #2
