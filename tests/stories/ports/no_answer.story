story: segments that are no answer
addresses: 198.18.203.86
ports: 1025-1028

given: a socket is connecting
  #1  SYN_SENT  198.18.203.86:1025  198.18.203.1:80  fd 3

RST 198.18.203.1:80 → 198.18.203.86:1025 seq 7000, finds #1

// The server remembers an earlier connection with the same four values.
ACK 198.18.203.1:80 → 198.18.203.86:1025 seq 7000 ack 301, finds #1
FIN 198.18.203.1:80 → 198.18.203.86:1025 seq 7000, finds #1
SYN+RST 198.18.203.1:80 → 198.18.203.86:1025 seq 7000, finds #1
SYN+ACK 198.18.203.1:80 → 198.18.203.86:1025, finds #1
