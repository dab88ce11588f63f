story: two sockets at one address

given: SO_REUSEADDR lets two sockets be bound to one address
  #1  CLOSED  198.18.203.1:80  *:*  fd 3  options reuseaddr
  #2  CLOSED  198.18.203.1:80  *:*  fd 4  options reuseaddr

listen(3, 5)
listen(4, 6)

given: the program closes descriptor 3
  - #1

listen(4, 6)
