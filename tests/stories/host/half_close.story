// The client has said all, and still reads. Each of its ACKs acknowledges data, and not the end.
story: a client ends its data, and the answer is long
addresses: 198.18.203.1

given: a client is connected
  #1  LISTEN       198.18.203.1:80  *:*                 fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  received "GET /"  una 1 nxt 1 window 8 mss 4 limit 64

FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 6 ack 1 window 8, finds #2
recv(4, 100)
recv(4, 100)
send(4, "twelve bytes")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 7 ack 5 window 8, finds #2
#2 may send
close(4)
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 7 ack 9 window 8, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 7 ack 13 window 8, finds #2
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 7 ack 14 window 8, finds #2
