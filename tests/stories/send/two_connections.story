story: two clients, each with its own numbers
given: two connections; one client has much room, and the other little
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64
  #3 ESTABLISHED 198.18.203.1:80 198.18.203.86:1025 fd 5 una 7001 nxt 7001 window 8 mss 8 limit 16
send(5, "HTTP/1.1 404\r\n\r\n")
send(4, "HTTP/1.1 200 OK\r")
#3 may send
#2 may send
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 33 ack 7009 window 8, finds #3
#3 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 64, finds #2
#3: the timer runs out
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 33 ack 7017 window 8, finds #3
