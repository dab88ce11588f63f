story: backlogs up to the system's limit, and above it
somaxconn: 64

given: four sockets are bound
  #1  CLOSED  198.18.203.1:80   *:*  fd 3
  #2  CLOSED  198.18.203.1:443  *:*  fd 4
  #3  CLOSED  198.18.203.1:25   *:*  fd 5
  #4  CLOSED  198.18.203.1:22   *:*  fd 6

listen(3, 63)
listen(4, 64)
listen(5, 65)
listen(6, 2147483647)
