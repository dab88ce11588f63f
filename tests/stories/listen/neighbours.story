story: neighbours that are not in the way

given: one server listens; the others have another address or another port
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  CLOSED  198.18.203.2:80  *:*  fd 4
  #3  CLOSED  198.18.203.1:81  *:*  fd 5

listen(4, 5)
listen(5, 5)
