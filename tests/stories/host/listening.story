// Only a SYN alone is a connection packet. All else is for `deliver`.
story: what is no connection packet arrives at a listening socket
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 77 window 65535 "late", finds #1
SYN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 5 window 65535, finds #1
FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1, finds #1
SYN+FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1, finds #1
RST 198.18.203.153:1025 → 198.18.203.1:80 seq 1, finds #1
SYN+RST 198.18.203.153:1025 → 198.18.203.1:80 seq 1, finds #1
