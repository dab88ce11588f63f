story: one would share, and another would not

given: at each of two ports there are two sockets; one of the two has SO_REUSEPORT, and so has the new one; at a third port there is one without it
  #1  CLOSED  198.18.203.1:80    *:*  fd 3  options reuseport
  #2  CLOSED  198.18.203.2:80    *:*  fd 4
  #3  CLOSED  198.18.203.1:8080  *:*  fd 5
  #4  CLOSED  198.18.203.2:8080  *:*  fd 6  options reuseport
  #5  CLOSED  198.18.203.2:9090  *:*  fd 8
  #6  CLOSED  *:*                *:*  fd 7  options reuseport

bind(7, 0.0.0.0:9090)
bind(7, 0.0.0.0:80)
bind(7, 0.0.0.0:8080)
bind(7, 198.18.203.1:80)
