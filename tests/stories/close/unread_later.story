story: something is unread, and the connection has got further

given: data that nobody has read
  #1  CLOSE_WAIT  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /" the end
  #2  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1028  fd 8  received "bye"
  #3  FIN_WAIT_2  198.18.203.1:80  198.18.203.153:1026  fd 5  received "bye"
  #4  LAST_ACK    198.18.203.1:80  198.18.203.153:1027  fd 6  received "bye" the end
  #5  TIME_WAIT   198.18.203.1:80  198.18.203.86:1025   fd 7  received "bye" the end  timer 40 s

close(4)
close(8)
close(5)
close(6)
close(7)
