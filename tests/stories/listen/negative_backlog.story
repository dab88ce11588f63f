story: negative backlogs
somaxconn: 64

given: four sockets are bound
  #1  CLOSED  198.18.203.1:80   *:*  fd 3
  #2  CLOSED  198.18.203.1:443  *:*  fd 4
  #3  CLOSED  198.18.203.1:8080 *:*  fd 5
  #4  CLOSED  198.18.203.1:8443 *:*  fd 6

listen(5, 10)
listen(6, 300)
listen(3, -1)
listen(4, -2147483648)
