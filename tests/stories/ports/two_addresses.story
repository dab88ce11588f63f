story: one port, one server, two addresses of this host
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: the program has bound port 2000 at both addresses, and has connected one of them
  #1  ESTABLISHED  198.18.203.86:2000  198.18.203.1:80  fd 3
  #2  CLOSED       198.18.203.87:2000  *:*              fd 4

given: it has bound port 2001 too, and has connected one of them to another server
  #3  ESTABLISHED  198.18.203.86:2001  198.18.203.2:81  fd 5
  #4  CLOSED       198.18.203.87:2001  *:*              fd 6

connect(6, 198.18.203.1:80)
connect(4, 198.18.203.1:80)
