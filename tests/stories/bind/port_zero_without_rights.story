story: a program without rights lets the kernel choose
unprivileged: 1024
ports: 40000-40003

given: a new socket
  #1  CLOSED  *:*  *:*  fd 3

bind(3, 198.18.203.1:0)
