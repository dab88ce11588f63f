story: a program without rights asks for low ports
unprivileged: 1024

given: a new socket
  #1  CLOSED  *:*  *:*  fd 3

bind(3, 198.18.203.1:80)
bind(3, 198.18.203.1:1023)
bind(3, 198.18.203.1:1024)
