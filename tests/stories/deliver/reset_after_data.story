story: the client sends, and breaks the connection off

given: data came, and then an RST
  #2  CLOSED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "abc"  error ECONNRESET

recv(4, 2)
recv(4, 100)
recv(4, 100)
recv(4, 100)
recv(4, 100)
