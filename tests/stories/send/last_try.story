story: an answer to the last try
retries: 2
given: a client has asked for a page
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 una 101 nxt 101 window 64 mss 8 limit 64
send(4, "HTTP/1.1 404\r\n\r\n")
#2 may send
#2: the timer runs out
#2: the timer runs out
// It lives: now it has all tries again.
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 501 ack 109 window 64, finds #2
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
