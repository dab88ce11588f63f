story: a program without rights asks for low ports
unprivileged: 1024

given: two new sockets
  #1  CLOSED  *:*  *:*  fd 3
  #2  CLOSED  *:*  *:*  fd 4

bind(3, 198.18.203.1:80)
bind(3, 198.18.203.1:1023)
bind(3, 198.18.203.1:1024)
// It is the same at every address.
bind(4, 127.0.0.1:80)
bind(4, 0.0.0.0:1)
