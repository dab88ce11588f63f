story: four values that exist are not used again
addresses: 198.18.203.86
ports: 1025-1030

given: a connection to the server, an attempt, and two that the kernel keeps for a while
  #1  ESTABLISHED  198.18.203.86:1025  198.18.203.1:80  fd 3
  #2  SYN_SENT     198.18.203.86:1026  198.18.203.1:80  fd 4
  #3  FIN_WAIT_2   198.18.203.86:1027  198.18.203.1:80  timer 60 s
  #4  TIME_WAIT    198.18.203.86:1028  198.18.203.1:80  timer 60 s
  #5  CLOSED       *:*                 *:*              fd 6

connect(6, 198.18.203.1:80)
