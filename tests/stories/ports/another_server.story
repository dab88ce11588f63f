story: a port has a connection of another address to another server
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: a connection from this host's second address to a server on it
  #1  ESTABLISHED  198.18.203.87:1025  198.18.203.87:81  fd 3
  #2  CLOSED       *:*                 *:*               fd 4
  #3  ESTABLISHED  198.18.203.86:1027  198.18.203.1:81   fd 5

connect(4, 198.18.203.1:80)
