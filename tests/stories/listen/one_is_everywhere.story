story: one address and every address

given: SO_REUSEADDR lets one port be bound twice: at one address and at every address
  #1  CLOSED  198.18.203.1:80   *:*  fd 3  options reuseaddr
  #2  CLOSED  0.0.0.0:80        *:*  fd 4  options reuseaddr
  #3  CLOSED  0.0.0.0:443       *:*  fd 5  options reuseaddr
  #4  CLOSED  198.18.203.1:443  *:*  fd 6  options reuseaddr

given: and two sockets are bound to one address
  #5  CLOSED  198.18.203.1:25  *:*  fd 7  options reuseaddr
  #6  CLOSED  198.18.203.1:25  *:*  fd 8  options reuseaddr

listen(7, 5)
listen(8, 5)
listen(3, 5)
listen(4, 5)
listen(5, 5)
listen(6, 5)
