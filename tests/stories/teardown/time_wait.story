story: who closed first stays

given: a connection that the program has closed
  #1  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025

FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
20 s pass
// The last ACK was lost.
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80, finds #1
59 s pass
1 s pass
