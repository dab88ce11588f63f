story: a response in five segments
given: a connection; the client has asked for a page
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64
send(4, "HTTP/1.1 200 OK\r\nLength: 1\r\n\r\nabcdefghi")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 117 window 48, finds #2
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 141 window 64, finds #2
