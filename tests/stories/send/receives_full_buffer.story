story: the buffer is full
given: a connection; the program reads slowly
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64 rcv.nxt 501 rcv.wnd 12
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 101 window 64 "GET / HT", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 509 ack 101 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 509 ack 101 window 64 "TP/1.1\r\n", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 513 ack 101 window 64 "1", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 513 ack 101 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 512 ack 101 window 64, finds #2
given: the program has read 12 bytes
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64 rcv.nxt 513 rcv.wnd 12
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 513 ack 101 window 64 "1\r\n\r\n", finds #2
