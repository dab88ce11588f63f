story: one would share, and another would not

given: two sockets are bound to one port of two addresses; only the first has SO_REUSEPORT
  #1  CLOSED  198.18.203.1:80  *:*  fd 3  options reuseport
  #2  CLOSED  198.18.203.2:80  *:*  fd 4
  #3  CLOSED  *:*              *:*  fd 5  options reuseport

bind(5, 0.0.0.0:80)
bind(5, 198.18.203.1:80)
