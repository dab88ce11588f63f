story: which addresses are this host's own

given: three new sockets
  #1  CLOSED  *:*  *:*  fd 3
  #2  CLOSED  *:*  *:*  fd 4
  #3  CLOSED  *:*  *:*  fd 5

// A client's address: this host cannot be there.
bind(3, 198.18.203.153:80)
bind(3, 198.18.203.2:80)
bind(4, 127.0.0.2:80)
bind(5, 0.0.0.0:8080)
