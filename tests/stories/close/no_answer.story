story: shutdown before the connection is there

given: a connection packet has been sent; at the second one, the server's own has crossed it
  #1  SYN_SENT      198.18.203.1:32768  198.18.203.86:80    fd 3
  #2  SYN_RECEIVED  198.18.203.1:32769  198.18.203.86:1025  fd 4

shutdown(3, SHUT_WR)
shutdown(4, SHUT_WR)
