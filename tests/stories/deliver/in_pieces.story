story: a request is read in pieces

given: a request has come
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET / HTTP/1.1\r\n\r\n"

recv(4, 5)
recv(4, 9)
recv(4, 100)
recv(4, 100)

ACK 198.18.203.153:1025 → 198.18.203.1:80 "GET /", finds #2
recv(4, 5)
