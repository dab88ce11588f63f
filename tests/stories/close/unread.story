story: the server closes and has not read the request

given: a request has arrived
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET / HTTP/1.1\r\n"

close(4)
