story: one port, one server, two addresses of this host
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: the program has bound port 2000 at both addresses, and has connected one of them
  #1  ESTABLISHED  198.18.203.86:2000  198.18.203.1:80  fd 3
  #2  CLOSED       198.18.203.87:2000  *:*              fd 4

connect(4, 198.18.203.1:80)
