story: bind on sockets that have an address

given: a bound socket, and two servers
  #1  CLOSED  198.18.203.1:8080  *:*  fd 3
  #2  LISTEN  198.18.203.1:80    *:*  fd 4  queue 0/5
  #3  LISTEN  0.0.0.0:443        *:*  fd 5  queue 0/5

bind(3, 198.18.203.2:8081)
bind(3, 198.18.203.1:8080)
bind(3, 198.18.203.1:0)
bind(4, 198.18.203.1:81)
bind(5, 0.0.0.0:443)
bind(9, 198.18.203.1:84)
