story: connections come and go

given: a server with three clients
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026  fd 6

index(198.18.203.153:1025 → 198.18.203.1:80)

given: the first connection is over
  - #2

index(198.18.203.153:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.1:80)
index(198.18.203.153:1026 → 198.18.203.1:80)

given: the same client comes again from the same port
  #5  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025

index(198.18.203.153:1025 → 198.18.203.1:80)
