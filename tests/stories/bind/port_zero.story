story: the kernel chooses a port
ports: 40000-40003

given: a server listens at the first port of the range; three sockets are new
  #1  LISTEN  198.18.203.1:40000  *:*  fd 3  queue 0/5
  #2  CLOSED  *:*                 *:*  fd 4
  #3  CLOSED  *:*                 *:*  fd 5
  #4  CLOSED  *:*                 *:*  fd 6

bind(4, 198.18.203.1:0)
bind(5, 0.0.0.0:0)
bind(6, 198.18.203.1:0)
