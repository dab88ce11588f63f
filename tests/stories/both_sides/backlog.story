story: two clients find room in the queue, the third does not
addresses: 198.18.203.1, 198.18.203.153, 198.18.203.86

given: the server listens with a backlog of 1; three clients have a socket each
  #1  LISTEN  198.18.203.1:80      *:*  fd 3  queue 0/1
  #2  CLOSED  198.18.203.153:1025  *:*  fd 4
  #3  CLOSED  198.18.203.86:1025   *:*  fd 5
  #4  CLOSED  198.18.203.86:1026   *:*  fd 6

connect(4, 198.18.203.1:80)
connect(5, 198.18.203.1:80)
connect(6, 198.18.203.1:80)
