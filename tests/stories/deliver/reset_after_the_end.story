story: the stream has ended, and then the connection is broken off

given: data came, a FIN, and then an RST
  #2  CLOSED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "bye" the end  error EPIPE

recv(4, 100)
recv(4, 100)
recv(4, 100)

given: the same, but this side had ended its data too
  #3  CLOSED  198.18.203.1:80  198.18.203.86:1025   fd 5  received the end  error ECONNRESET

recv(5, 100)
