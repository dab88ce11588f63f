// The chapter's own story, as the wire sees it: a client connects, asks, and is answered.
story: a client reads a page through the host
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #2
accept(3)
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535 "GET /", finds #2
recv(4, 100)
send(4, "a page")
#2 may send
close(4)
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 6 ack 8 window 65535, finds #2
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 6 ack 8 window 65535, finds #2
60 s pass
