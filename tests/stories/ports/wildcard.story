story: bound to a port of every address
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: two sockets are bound to a port, and to no address
  #1  CLOSED  0.0.0.0:2000  *:*  fd 3
  #2  CLOSED  0.0.0.0:2001  *:*  fd 4

connect(3, 198.18.203.1:80)
connect(4, 198.18.203.87:80)
