// A backlog of 0 leaves room for one. The third client is not answered, the second not taken.
story: the queue is full
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/0

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
SYN 198.18.203.86:1025 → 198.18.203.1:80 window 65535, finds #1
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #2
SYN 198.18.203.153:1026 → 198.18.203.1:80 window 65535, finds #1
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535 "GET /", finds #3
accept(3)
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535 "GET /", finds #3
accept(3)
recv(5, 100)
