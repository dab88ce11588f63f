story: one segment acknowledges the FIN and brings the other

given: a connection that was closed, and one that the program still holds
  #1  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025
  #2  FIN_WAIT_1  198.18.203.1:80  198.18.203.86:1025   fd 4
  #3  LAST_ACK    198.18.203.1:80  198.18.203.86:1026   fd 5  received "GET /" the end

FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
FIN+ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #2
ACK 198.18.203.86:1026 → 198.18.203.1:80, finds #3
