// The server is started again. Its new listening socket has not answered these clients.
story: another socket listens by the time the last ACK comes
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
SYN 198.18.203.86:1025 → 198.18.203.1:80 window 65535, finds #1
close(3)

given: the server is started again
  #9  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #2
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535 "GET /", finds #3
SYN 198.18.203.153:1026 → 198.18.203.1:80 window 65535, finds #9
ACK 198.18.203.153:1026 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #10
