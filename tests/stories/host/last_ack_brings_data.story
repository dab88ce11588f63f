// The ACK alone is lost, and the first data brings it. For the second client, a FIN is there too.
story: the last ACK brings data
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535 "GET /", finds #2
SYN 198.18.203.86:1025 → 198.18.203.1:80 window 65535, finds #1
FIN+ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535 "GET /", finds #3
accept(3)
accept(3)
recv(4, 100)
recv(5, 100)
recv(5, 100)
