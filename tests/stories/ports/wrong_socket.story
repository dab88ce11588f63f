story: connect on what is no new socket
addresses: 198.18.203.86, 198.18.203.1
ports: 1025-1028

given: a listening socket, an accepted one, one that connects, and two whose peer has gone
  #1  LISTEN       198.18.203.1:80     *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80     198.18.203.153:1025  fd 4
  #3  SYN_SENT     198.18.203.86:1025  198.18.203.2:80      fd 5
  #4  CLOSE_WAIT   198.18.203.1:80     198.18.203.153:1026  fd 6  received the end
  #5  CLOSED       198.18.203.1:80     198.18.203.153:1027  fd 7  error ECONNRESET

connect(3, 198.18.203.2:81)
connect(4, 198.18.203.2:81)
connect(5, 198.18.203.2:81)
connect(5, 198.18.203.2:80)
connect(6, 198.18.203.2:81)
connect(7, 198.18.203.2:81)
connect(8, 198.18.203.2:81)
