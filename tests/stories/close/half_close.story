story: the program has no more to send, but still reads

given: a question has been sent, and a part of the answer has come
  #1  ESTABLISHED  198.18.203.1:32768  198.18.203.86:80     fd 3  received "HTTP/1.1 200"
  #2  CLOSE_WAIT   198.18.203.1:80     198.18.203.153:1025  fd 4  received "GET /" the end

shutdown(3, SHUT_WR)
shutdown(3, SHUT_WR)
shutdown(4, SHUT_WR)

given: the FIN of #1 is acknowledged
  #1  FIN_WAIT_2  198.18.203.1:32768  198.18.203.86:80  fd 3  received "HTTP/1.1 200 OK"

shutdown(3, SHUT_WR)
