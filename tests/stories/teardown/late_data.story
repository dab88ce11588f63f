story: data for a connection that the program has closed

given: two connections without a descriptor
  #1  FIN_WAIT_1  198.18.203.1:80  198.18.203.153:1025
  #2  FIN_WAIT_2  198.18.203.1:80  198.18.203.153:1026  timer 55 s

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 101 ack 301 "more", finds #1
FIN+ACK 198.18.203.153:1026 → 198.18.203.1:80 seq 202 ack 402 "even more", finds #2
