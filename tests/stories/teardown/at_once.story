story: both sides close at the same time

given: two connections that the program has closed
  #1  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025
  #2  FIN_WAIT_1  198.18.203.1:80  198.18.203.86:1025

// This client sent its FIN before it saw the FIN of the server.
FIN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
FIN 198.18.203.153:1025 → 198.18.203.1:80, finds #1
// This one has seen it.
FIN+ACK 198.18.203.86:1025 → 198.18.203.1:80, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
