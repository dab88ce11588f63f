// The answer is lost, so the client sends its SYN again. Then something comes without an ACK.
story: a client needs two attempts
addresses: 198.18.203.1

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #2
FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #2
