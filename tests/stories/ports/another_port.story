story: one port, two servers that differ in their port
addresses: 198.18.203.86
ports: 1025-1028

given: a connection to port 81 of the same server
  #1  ESTABLISHED  198.18.203.86:1025  198.18.203.1:81  fd 3
  #2  CLOSED       *:*                 *:*              fd 4
  #3  CLOSED       *:*                 *:*              fd 5
  #4  ESTABLISHED  198.18.203.86:1026  198.18.203.1:82  fd 6

connect(5, 198.18.203.3:90)
connect(4, 198.18.203.1:80)
