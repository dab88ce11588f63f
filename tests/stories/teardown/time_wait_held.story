story: the time is over, and the program still holds the socket

given: the program has called shutdown, and has not read all
  #1  FIN_WAIT_2  198.18.203.1:80  198.18.203.153:1025  fd 4  received "bye"

FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
60 s pass
close(4)
