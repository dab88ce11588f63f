story: a client connects
addresses: 198.18.203.86
ports: 1025-1028

given: a program has made a socket
  #1  CLOSED  *:*  *:*  fd 3  options nodelay

connect(3, 198.18.203.1:80)
