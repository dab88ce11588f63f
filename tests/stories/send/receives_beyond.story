story: segments from far away
given: a connection
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64 rcv.nxt 2000501 rcv.wnd 24
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 2000501 ack 101 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 2000525 ack 101 window 64 "x", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 2000524 ack 101 window 64 "x", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 2000525 ack 101 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 2000524 ack 101 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 3000501 ack 101 window 64 "GET /", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1000501 ack 101 window 64 "GET /", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 2000501 ack 101 window 64 "GET /", finds #2
