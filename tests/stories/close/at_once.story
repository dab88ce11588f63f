story: both sides close at the same time

given: two connections
  #1  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5

close(4)
close(5)
// This client sent its FIN before it saw the FIN of the server.
FIN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
FIN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
// This one has seen it.
FIN+ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
