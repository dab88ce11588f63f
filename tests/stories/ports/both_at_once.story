story: both sides connect at the same time
addresses: 198.18.203.86
ports: 1025-1028

given: a socket is connecting
  #1  SYN_SENT  198.18.203.86:1025  198.18.203.1:1025  fd 3

SYN 198.18.203.1:1025 → 198.18.203.86:1025, finds #1
