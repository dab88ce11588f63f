story: two servers answer
addresses: 198.18.203.86
ports: 1025-1028

given: two sockets are connecting, from the same port
  #1  SYN_SENT  198.18.203.86:1025  198.18.203.1:80  fd 3
  #2  SYN_SENT  198.18.203.86:1025  198.18.203.2:80  fd 4

SYN+ACK 198.18.203.2:80 → 198.18.203.86:1025, finds #2
SYN+ACK 198.18.203.1:80 → 198.18.203.86:1025, finds #1
