// Both endpoints of the connection are on this host. So the table shows what each of them knows.
story: a client connects, and the server accepts
addresses: 198.18.203.1, 198.18.203.153

given: the server listens, and the client has a socket
  #1  LISTEN  198.18.203.1:80      *:*  fd 3  queue 0/5
  #2  CLOSED  198.18.203.153:1025  *:*  fd 4

connect(4, 198.18.203.1:80)
accept(3)
