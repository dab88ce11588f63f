// Both endpoints of one connection are on this host. So the table shows what each of them knows.
story: the server closes first, then the client
addresses: 198.18.203.1, 198.18.203.86

given: the server has #1 and #2, the client has #3
  #1  LISTEN       198.18.203.1:80     *:*                 fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80     198.18.203.86:1025  fd 4
  #3  ESTABLISHED  198.18.203.86:1025  198.18.203.1:80     fd 5

close(4)

given: the FIN arrives at #3, and its ACK at #2
  #2  FIN_WAIT_2   198.18.203.1:80     198.18.203.86:1025  timer 60 s
  #3  CLOSE_WAIT   198.18.203.86:1025  198.18.203.1:80     fd 5  received the end

close(5)

given: this FIN arrives at #2, and its ACK at #3
  #2  TIME_WAIT    198.18.203.1:80     198.18.203.86:1025  received the end  timer 60 s
  - #3
