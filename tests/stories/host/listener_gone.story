// Nobody can accept these connections any more.
story: a listening socket goes, and half-open connections stay
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
SYN 198.18.203.86:1025 → 198.18.203.1:80 window 65535, finds #1
close(3)
SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #2
RST 198.18.203.86:1025 → 198.18.203.1:80 seq 1, finds #3
