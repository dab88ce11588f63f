story: two sockets listen

given: a server listens at two addresses, with two sockets
  #1  LISTEN        198.18.203.1:80  *:*  fd 3  queue 1/1: #3
  #2  LISTEN        198.18.203.2:80  *:*  fd 4  queue 0/1
  #3  ESTABLISHED   198.18.203.1:80  198.18.203.153:1025
  #4  SYN_RECEIVED  198.18.203.2:80  198.18.203.153:1025

ACK 198.18.203.153:1025 → 198.18.203.2:80, finds #4, a copy of #2

given: accept(4) hands #4 out, and another client fills the first queue
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 2/1: #3 #5
  #2  LISTEN       198.18.203.2:80  *:*                  fd 4  queue 0/1
  #4  ESTABLISHED  198.18.203.2:80  198.18.203.153:1025  fd 5
  #5  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025

SYN 198.18.203.86:1025 → 198.18.203.2:80, finds #2
SYN 198.18.203.86:1026 → 198.18.203.1:80, finds #1
