story: the server closes, and has not read all
addresses: 198.18.203.1, 198.18.203.153

given: the client is connected, and the server has accepted
  #2  ESTABLISHED  198.18.203.1:80      198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.153:1025  198.18.203.1:80      fd 5

send(5, "GET /")
close(4)
recv(5, 100)
