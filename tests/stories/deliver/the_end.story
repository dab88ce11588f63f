story: the client has sent its last byte

given: one client has ended its data, and another has not
  #2  CLOSE_WAIT   198.18.203.1:80  198.18.203.153:1025  fd 4  received "bye" the end
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5  received "hi"

recv(4, 2)
recv(4, 100)
recv(4, 100)
recv(4, 100)

recv(5, 100)
recv(5, 100)

given: other connections, on which both sides have ended
  #4  CLOSING      198.18.203.1:80  198.18.203.153:1026  fd 6  received the end
  #5  LAST_ACK     198.18.203.1:80  198.18.203.153:1027  fd 7  received "a" the end
  #6  TIME_WAIT    198.18.203.1:80  198.18.203.153:1028  fd 8  received "b" the end  timer 60 s
  #7  CLOSED       198.18.203.1:80  198.18.203.153:1029  fd 9  received "c" the end

recv(6, 100)
recv(7, 100)
recv(7, 100)
recv(8, 100)
recv(8, 100)
recv(9, 100)
recv(9, 100)
