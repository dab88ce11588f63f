story: the client has lost its network
retries: 8
given: a client has asked for a page
  #2 ESTABLISHED 198.18.203.1:80 198.18.203.153:1025 fd 4 received "GET /b" una 101 nxt 101 window 64 mss 8 limit 64
send(4, "HTTP/1.1 404\r\n\r\n")
#2 may send
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
#2: the timer runs out
send(4, "x")
send(4, "x")
