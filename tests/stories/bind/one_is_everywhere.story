story: one of the two is everywhere

given: one server listens at every address, two at one; two sockets are new
  #1  LISTEN  0.0.0.0:80         *:*  fd 3  queue 0/5
  #2  LISTEN  198.18.203.1:8080  *:*  fd 4  queue 0/5
  #3  LISTEN  127.0.0.1:8443     *:*  fd 5  queue 0/5
  #4  CLOSED  *:*                *:*  fd 6
  #5  CLOSED  *:*                *:*  fd 7

bind(6, 198.18.203.1:80)
bind(7, 0.0.0.0:8080)
// The loopback address is one of them.
bind(6, 127.0.0.1:80)
bind(7, 0.0.0.0:8443)
