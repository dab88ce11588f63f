story: the end comes too early, and twice
given: a connection
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64 rcv.nxt 501 rcv.wnd 24
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 505 ack 101 window 64 " ", finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 506 ack 101 window 64, finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 101 window 64 "GET / ", finds #2
given: the end has come
  #2 CLOSE_WAIT 198.18.203.1:80 198.18.203.153:1025 fd 4 received "GET / " the end una 101 nxt 101 window 64 mss 8 limit 64 rcv.nxt 508 rcv.wnd 17
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 101 window 64 "GET / ", finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 507 ack 101 window 64, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 508 ack 101 window 64, finds #2
