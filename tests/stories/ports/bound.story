story: the program has chosen the port itself
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: two sockets are bound to the second address
  #1  CLOSED  198.18.203.87:2000  *:*  fd 3
  #2  CLOSED  198.18.203.87:1027  *:*  fd 4

connect(3, 198.18.203.1:80)
connect(4, 198.18.203.1:80)
