story: listen on a connection

given: a connection that the program opened, a server, and two clients that it has accepted
  #1  ESTABLISHED  198.18.203.1:40000  198.18.203.86:80  fd 3
  #2  LISTEN       198.18.203.1:80  *:*  fd 4  queue 0/5
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 5
  #4  CLOSE_WAIT   198.18.203.1:80  198.18.203.86:1025   fd 6
  #5  CLOSED       198.18.203.1:80  198.18.203.86:1026   fd 7  error ECONNRESET

listen(3, 5)
listen(5, 5)
listen(6, 5)
// Its client has reset it.
listen(7, 5)
listen(9, 5)
