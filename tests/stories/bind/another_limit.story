story: a system where more ports are low
unprivileged: 8000

given: a new socket
  #1  CLOSED  *:*  *:*  fd 3

bind(3, 198.18.203.1:7999)
bind(3, 198.18.203.1:8000)
