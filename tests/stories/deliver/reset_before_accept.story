story: the client has gone before it is accepted

given: a client sent a request and then an RST; the program has not called accept
  #1  LISTEN  198.18.203.1:80  *:*                  fd 3  queue 1/5: #2
  #2  CLOSED  198.18.203.1:80  198.18.203.153:1025  received "GET /"  error ECONNRESET

given: accept(3) = fd 4
  #1  LISTEN  198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  CLOSED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"  error ECONNRESET

recv(4, 100)
recv(4, 100)
recv(4, 100)
