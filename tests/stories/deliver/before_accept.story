story: a client sends before it is accepted

given: a client is connected; the program has not called accept
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 1/5: #2
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025

ACK 198.18.203.153:1025 → 198.18.203.1:80 "GET / HTTP/1.1\r\n", finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 "\r\n", finds #2

given: accept(3) = fd 4
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET / HTTP/1.1\r\n\r\n"

recv(4, 100)
