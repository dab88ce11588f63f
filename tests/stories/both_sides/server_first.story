story: the server closes first, then the client
addresses: 198.18.203.1, 198.18.203.153

given: the response has been sent and read
  #2  ESTABLISHED  198.18.203.1:80      198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.153:1025  198.18.203.1:80      fd 5

close(4)
recv(5, 100)
close(5)
60 s pass
