story: SO_LINGER with a time of zero

given: connections with this option; all that has arrived was read
  #1  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  options linger0
  #2  CLOSE_WAIT   198.18.203.1:80  198.18.203.153:1026  fd 5  options linger0  received the end
  #3  FIN_WAIT_2   198.18.203.1:80  198.18.203.153:1027  fd 6  options linger0
  #4  LAST_ACK     198.18.203.1:80  198.18.203.86:1025   fd 7  options linger0  received the end
  #5  TIME_WAIT    198.18.203.1:80  198.18.203.86:1026   fd 8  options linger0  received the end  timer 40 s

close(4)
close(5)
close(6)
close(7)
close(8)
