story: ACKs that change nothing

given: connections; two that a program holds, one that is queued, and one that nobody holds
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 1/5: #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  CLOSE_WAIT   198.18.203.1:80  198.18.203.153:1026  fd 5  received "GET /" the end
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.153:1027
  #5  FIN_WAIT_2   198.18.203.1:80  198.18.203.86:1025   timer 33 s

ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #2
ACK 198.18.203.153:1026 → 198.18.203.1:80, finds #3
ACK 198.18.203.153:1027 → 198.18.203.1:80, finds #4
ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #5
