story: one more than the backlog

given: the server listens at port 80; its backlog is 2; two clients are queued
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 2/2: #2 #3
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025

SYN 198.18.203.153:1026 → 198.18.203.1:80, finds #1

given: the handshake of 198.18.203.153:1026 ends
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 3/2: #2 #3 #4
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026

SYN 198.18.203.86:1026 → 198.18.203.1:80, finds #1

given: listen(3, 1) makes the backlog smaller; all three are still queued
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 3/1: #2 #3 #4

// The client has heard nothing, and sends its packet again.
SYN 198.18.203.86:1026 → 198.18.203.1:80, finds #1
