story: what happens

given: a server listens
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

accept(3)
