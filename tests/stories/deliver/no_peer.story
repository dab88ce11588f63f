story: sockets without a peer

given: four sockets without a peer, and a client in a queue
  #1  CLOSED       *:*                 *:*                  fd 3
  #2  CLOSED       198.18.203.1:1024   *:*                  fd 4
  #3  LISTEN       198.18.203.1:80     *:*                  fd 5  queue 1/5: #5
  #4  SYN_SENT     198.18.203.1:32768  198.18.203.86:80     fd 6
  #5  ESTABLISHED  198.18.203.1:80     198.18.203.153:1025  received "GET /"

recv(3, 100)
recv(4, 100)
recv(5, 100)
recv(6, 100)
recv(7, 100)

send(3, "x")
send(4, "x")
send(5, "x")
send(6, "x")
send(7, "x")
