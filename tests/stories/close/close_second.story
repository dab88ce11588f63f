story: the server closes after the client

given: the client has closed, and the server has read all that it sent
  #1  LISTEN      198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  CLOSE_WAIT  198.18.203.1:80  198.18.203.153:1025  fd 4  received the end

close(4)
