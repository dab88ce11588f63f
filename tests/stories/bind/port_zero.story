story: the kernel chooses a port
ports: 40000-40003

given: a client's connection has the first port of the range; three sockets are new
  #1  ESTABLISHED  198.18.203.1:40000  198.18.203.86:80  fd 3
  #2  CLOSED       *:*                 *:*               fd 4
  #3  CLOSED       *:*                 *:*               fd 5
  #4  CLOSED       *:*                 *:*               fd 6

bind(4, 198.18.203.1:0)
bind(5, 0.0.0.0:0)
bind(6, 198.18.203.1:0)
