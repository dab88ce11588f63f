story: the server closes a connection

given: a connection, and the socket that listens
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4

close(4)
close(4)
