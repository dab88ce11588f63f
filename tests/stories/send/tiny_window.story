story: a peer that never has room for a whole segment
given: the whole receive buffer of the client is 5 bytes
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 5 mss 8 limit 64
send(4, "HTTP/1.1 404\r\n\r\n")
#2 may send
// Nothing is in flight, and nothing comes that would change the window.
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 106 window 5, finds #2
#2 may send
#2: the timer runs out
// These bytes are lost.
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 111 window 1, finds #2
#2 may send
#2: the timer runs out
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 112 window 5, finds #2
#2 may send
