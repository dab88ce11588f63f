story: a port that is bound at another address
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: three sockets are bound or listen, none of them at the first address
  #1  CLOSED  198.18.203.87:1025  *:*  fd 3  options reuseaddr
  #2  LISTEN  0.0.0.0:1026        *:*  fd 4  queue 0/5
  #3  LISTEN  127.0.0.1:1027      *:*  fd 5  queue 0/5
  #4  CLOSED  *:*                 *:*  fd 6

connect(6, 198.18.203.1:80)
