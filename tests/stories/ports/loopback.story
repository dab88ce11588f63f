story: the server is at 127.0.0.1
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: a program has made a socket
  #1  CLOSED  *:*  *:*  fd 3

connect(3, 127.0.0.1:80)
