story: a program without rights lets the kernel choose
unprivileged: 50000
ports: 40000-40003

given: two new sockets
  #1  CLOSED  *:*  *:*  fd 3
  #2  CLOSED  *:*  *:*  fd 4

bind(3, 198.18.203.1:0)
bind(4, 0.0.0.0:0)
