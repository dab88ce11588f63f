// The same bytes come again, in part or too early. What is not new is answered, and does nothing else.
story: what comes twice, and what comes too early
addresses: 198.18.203.1

given: a client is connected
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  una 1 "page" nxt 5 window 8 mss 4 limit 64 timer 1 s rcv.nxt 1 rcv.wnd 30

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 8 "hello", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 5 window 8 "hello", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 4 ack 5 window 8 "lo you", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 20 ack 5 window 8 "later", finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 20 ack 5 window 8, finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 10 ack 5 window 8, finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 10 ack 5 window 8, finds #2
recv(4, 100)
recv(4, 100)
