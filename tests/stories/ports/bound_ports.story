story: a bound port and a listening one are left alone
addresses: 198.18.203.86
ports: 1025-1028

given: one socket is bound, another listens
  #1  CLOSED  198.18.203.86:1025  *:*  fd 3
  #2  LISTEN  198.18.203.86:1026  *:*  fd 4  queue 0/5
  #3  CLOSED  *:*                 *:*  fd 5

connect(5, 198.18.203.1:80)
