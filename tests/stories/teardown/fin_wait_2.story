story: the other side does not close

given: both connections have sent a FIN; #1 was closed, #2 was only shut down
  #1  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025
  #2  FIN_WAIT_1  198.18.203.1:80  198.18.203.86:1025   fd 4

ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #2
50 s pass
// It says that it is still there. The time goes on.
ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
9 s pass

given: the program closes #2
  #2  FIN_WAIT_2  198.18.203.1:80  198.18.203.86:1025  timer 60 s

1 s pass
