story: listen without bind

given: two sockets are new, and another has the first port that the kernel would choose
  #1  CLOSED  *:*  *:*  fd 3
  #2  CLOSED  198.18.203.1:32768  *:*  fd 4
  #3  CLOSED  *:*  *:*  fd 5

listen(3, 5)
listen(5, 5)
