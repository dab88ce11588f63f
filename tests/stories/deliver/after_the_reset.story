story: the program sends after a reset

given: one connection was broken off, and another was refused
  #2  CLOSED  198.18.203.1:80     198.18.203.153:1025  fd 4  received "abc"  error ECONNRESET
  #3  CLOSED  198.18.203.1:32768  198.18.203.86:80     fd 5  error ECONNREFUSED

send(4, "x")
send(4, "x")
recv(4, 100)
recv(4, 100)

send(5, "x")
send(5, "x")
