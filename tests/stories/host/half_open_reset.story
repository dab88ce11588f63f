story: a half-open client breaks off, and comes again
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
RST 198.18.203.153:1025 → 198.18.203.1:80 seq 1, finds #2
SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
RST+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1, finds #3
