story: a port in the middle is free again
addresses: 198.18.203.86
ports: 1025-1028

given: three connections; the one with port 1026 is gone
  #1  ESTABLISHED  198.18.203.86:1025  198.18.203.1:80  fd 3
  #3  ESTABLISHED  198.18.203.86:1027  198.18.203.1:80  fd 5
  #4  CLOSED       *:*                 *:*              fd 6

connect(6, 198.18.203.1:80)
