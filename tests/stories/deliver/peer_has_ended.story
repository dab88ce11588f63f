story: the client has ended its data and waits for the answer

given: a request came, and then a FIN
  #2  CLOSE_WAIT  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /" the end

recv(4, 100)
recv(4, 100)
send(4, "HTTP/1.1 200 OK\r\n")
send(4, "\r\n")
