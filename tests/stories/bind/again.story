story: bind on sockets that have an address

given: a bound socket, a server, a client that it has accepted, and a connection that is being made
  #1  CLOSED       198.18.203.1:8080   *:*                  fd 3
  #2  LISTEN       198.18.203.1:80     *:*                  fd 4  queue 0/5
  #3  ESTABLISHED  198.18.203.1:80     198.18.203.153:1025  fd 5
  #4  SYN_SENT     198.18.203.1:40000  198.18.203.86:80     fd 6

bind(3, 198.18.203.2:8081)
bind(3, 198.18.203.1:8080)
bind(3, 198.18.203.1:0)
bind(4, 198.18.203.1:81)
bind(5, 198.18.203.1:82)
bind(6, 198.18.203.1:83)
bind(9, 198.18.203.1:84)
