story: one of the two is everywhere

given: one server waits at every address, another at one; two sockets are new
  #1  LISTEN  0.0.0.0:80         *:*  fd 3  queue 0/5
  #2  LISTEN  198.18.203.1:8080  *:*  fd 4  queue 0/5
  #3  CLOSED  *:*                *:*  fd 5
  #4  CLOSED  *:*                *:*  fd 6

bind(5, 198.18.203.1:80)
bind(6, 0.0.0.0:8080)
