story: every address, and an address of this host alone

given: two new sockets
  #1  CLOSED  *:*  *:*  fd 3
  #2  CLOSED  *:*  *:*  fd 4

bind(3, 0.0.0.0:80)
bind(4, 127.0.0.1:8080)
