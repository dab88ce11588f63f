story: one port, two servers that differ in their address
addresses: 198.18.203.86
ports: 1025-1028

given: a connection to port 80 of another server
  #1  ESTABLISHED  198.18.203.86:1025  198.18.203.2:80  fd 3
  #2  CLOSED       *:*                 *:*              fd 4
  #3  CLOSED       *:*                 *:*              fd 5
  #4  ESTABLISHED  198.18.203.86:1026  198.18.203.2:80  fd 6

connect(5, 198.18.203.3:90)
connect(4, 198.18.203.1:80)
