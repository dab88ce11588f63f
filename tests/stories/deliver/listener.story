story: segments for a socket that listens

given: a server listens; the connection with this client is long over
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000 "GET /", finds #1
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000, finds #1
SYN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1000 ack 7000, finds #1
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000, finds #1
RST 198.18.203.153:1025 → 198.18.203.1:80 seq 1001, finds #1
RST+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000, finds #1
FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 "abc", finds #1
SYN+FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1000, finds #1
