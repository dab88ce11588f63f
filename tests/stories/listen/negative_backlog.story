story: negative backlogs
somaxconn: 64

given: two sockets are bound
  #1  CLOSED  198.18.203.1:80   *:*  fd 3
  #2  CLOSED  198.18.203.1:443  *:*  fd 4

listen(3, -1)
listen(4, -2147483648)
