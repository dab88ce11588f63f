story: SO_REUSEPORT

given: two sockets are bound to one port, and have SO_REUSEADDR alone
  #6  CLOSED  198.18.203.1:25  *:*  fd 8  options reuseaddr
  #7  CLOSED  198.18.203.1:25  *:*  fd 9  options reuseaddr

listen(8, 5)
listen(9, 5)

given: three sockets are bound to one port; two of them have SO_REUSEPORT
  #1  CLOSED  198.18.203.1:80  *:*  fd 3  options reuseaddr,reuseport
  #2  CLOSED  198.18.203.1:80  *:*  fd 4  options reuseaddr,reuseport
  #3  CLOSED  198.18.203.1:80  *:*  fd 5  options reuseaddr

listen(3, 5)
listen(4, 5)
listen(5, 5)

given: others are bound to another port; the one that listens has SO_REUSEADDR alone
  #4  LISTEN  198.18.203.1:443  *:*  fd 6  queue 0/5  options reuseaddr
  #5  CLOSED  198.18.203.1:443  *:*  fd 7  options reuseaddr,reuseport

listen(7, 5)
