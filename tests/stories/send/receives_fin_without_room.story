story: the end has no room
given: a connection; the program reads slowly
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64 rcv.nxt 501 rcv.wnd 6
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 101 window 64 "GET / HT", finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 507 ack 101 window 64 "HT", finds #2
given: the program has read 6 bytes
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64 rcv.nxt 507 rcv.wnd 6
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 507 ack 101 window 64 "HT", finds #2
