story: three servers with small backlogs

given: three sockets are bound
  #1  CLOSED  198.18.203.1:80   *:*  fd 3
  #2  CLOSED  198.18.203.1:443  *:*  fd 4
  #3  CLOSED  198.18.203.1:25   *:*  fd 5

listen(3, 2)
listen(4, 1)
listen(5, 0)
