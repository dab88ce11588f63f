story: this side has ended its data before

given: connections whose program has called shutdown
  #1  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025  fd 4
  #2  FIN_WAIT_2  198.18.203.1:80  198.18.203.153:1026  fd 5
  #3  CLOSING     198.18.203.1:80  198.18.203.153:1027  fd 6  received the end
  #4  LAST_ACK    198.18.203.1:80  198.18.203.86:1025   fd 7  received the end
  #5  TIME_WAIT   198.18.203.1:80  198.18.203.86:1026   fd 8  received the end  timer 21 s

close(4)
close(5)
close(6)
close(7)
close(8)
