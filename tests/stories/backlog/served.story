story: accepted connections make room

given: three connections are queued, and the queue is full
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 3/2: #2 #3 #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026

SYN 198.18.203.86:1026 → 198.18.203.1:80, finds #1

given: the program accepts two connections, and talks with both
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 1/2: #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5

SYN 198.18.203.86:1026 → 198.18.203.1:80, finds #1

given: the handshake of 198.18.203.86:1026 ends, and the program accepts the other two as well
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/2
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026  fd 6
  #5  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026   fd 7

SYN 198.18.203.153:1027 → 198.18.203.1:80, finds #1
