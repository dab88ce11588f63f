story: one direction ends, the other goes on
addresses: 198.18.203.1, 198.18.203.153

given: the client is connected, and the server has accepted
  #2  ESTABLISHED  198.18.203.1:80      198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.153:1025  198.18.203.1:80      fd 5

shutdown(5, SHUT_WR)
recv(4, 100)
send(4, "still")
recv(5, 100)
close(4)
