story: connections that are over
addresses: 198.18.203.86
ports: 1025-1028

given: one was refused, and the program has not closed its descriptor yet
  #1  CLOSED  198.18.203.86:1025  198.18.203.1:80  fd 3  error ECONNREFUSED
  #2  CLOSED  *:*                 *:*              fd 4

connect(4, 198.18.203.1:80)
