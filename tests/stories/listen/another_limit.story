story: a system with a higher limit
somaxconn: 9000

given: two sockets are bound
  #1  CLOSED  198.18.203.1:80   *:*  fd 3
  #2  CLOSED  198.18.203.1:443  *:*  fd 4

listen(3, 8000)
listen(4, 10000)
