story: no port is left for this server
addresses: 198.18.203.86
ports: 1025-1028

given: three connections to the server, and a socket that is bound to the fourth port
  #1  ESTABLISHED  198.18.203.86:1025  198.18.203.1:80  fd 3
  #2  ESTABLISHED  198.18.203.86:1026  198.18.203.1:80  fd 4
  #3  FIN_WAIT_2   198.18.203.86:1027  198.18.203.1:80  timer 60 s
  #4  CLOSED       198.18.203.86:1028  *:*              fd 5
  #5  CLOSED       *:*                 *:*              fd 6

connect(6, 198.18.203.1:80)

given: the second connection is over, and gone
  - #2

connect(6, 198.18.203.1:80)
