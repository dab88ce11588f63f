story: nobody listens there
addresses: 198.18.203.86
ports: 1025-1028

given: two sockets are connecting
  #1  SYN_SENT  198.18.203.86:1025  198.18.203.1:80  fd 3
  #2  SYN_SENT  198.18.203.86:1025  198.18.203.1:81  fd 4

RST+ACK 198.18.203.1:81 → 198.18.203.86:1025 ack 1, finds #2
SYN+ACK 198.18.203.1:80 → 198.18.203.86:1025, finds #1
