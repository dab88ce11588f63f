story: a connection packet for a connection that is there

given: connections
  #1  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"
  #2  FIN_WAIT_1   198.18.203.1:80  198.18.203.153:1026
  #3  CLOSE_WAIT   198.18.203.1:80  198.18.203.86:1025   fd 5  received the end
  #4  TIME_WAIT    198.18.203.1:80  198.18.203.86:1026   received the end  timer 21 s

SYN 198.18.203.153:1025 → 198.18.203.1:80 seq 7, finds #1
SYN 198.18.203.153:1026 → 198.18.203.1:80 seq 8, finds #2
SYN 198.18.203.86:1025 → 198.18.203.1:80 seq 9, finds #3
SYN 198.18.203.86:1026 → 198.18.203.1:80 seq 10, finds #4
