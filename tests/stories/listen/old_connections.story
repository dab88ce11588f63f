story: a server is started again while an old connection lives

given: the old server has ended; one of its connections lives on, and one is in TIME_WAIT
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  options reuseaddr
  #3  TIME_WAIT    198.18.203.1:80  198.18.203.86:1025         options reuseaddr

given: the new server's socket is bound
  #5  CLOSED  198.18.203.1:80  *:*  fd 3  options reuseaddr

listen(3, 5)
