story: one server, five connections

given: five clients are connected
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026   fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026  fd 6
  #5  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 7
  #6  ESTABLISHED  198.18.203.1:80  198.18.203.86:1027   fd 8

ACK 198.18.203.153:1025 → 198.18.203.1:80 "GET /5", finds #5
ACK 198.18.203.86:1025 → 198.18.203.1:80 "GET /3", finds #3
ACK 198.18.203.86:1027 → 198.18.203.1:80 "GET /6", finds #6
ACK 198.18.203.86:1026 → 198.18.203.1:80 "GET /2", finds #2
