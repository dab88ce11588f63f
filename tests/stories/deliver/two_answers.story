story: one server, two addresses, two answers

given: the server listens at every address, and two were dialled
  #1  LISTEN       0.0.0.0:80       *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"
  #3  ESTABLISHED  198.18.203.2:80  198.18.203.86:1025   fd 5

send(4, "HTTP/1.1 200 OK\r\n")
send(5, "HTTP/1.1 404 Not Found\r\n")
send(4, "\r\n")
