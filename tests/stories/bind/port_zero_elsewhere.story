story: a port that is taken at another address
ports: 40000-40003

given: three ports are held: one at another address, one at every address, one at this address
  #1  CLOSED  198.18.203.2:40000  *:*  fd 3
  #2  LISTEN  0.0.0.0:40001       *:*  fd 4  queue 0/5
  #3  LISTEN  198.18.203.1:40002  *:*  fd 5  queue 0/5
  #4  CLOSED  *:*                 *:*  fd 6
  #5  CLOSED  *:*                 *:*  fd 7

bind(6, 198.18.203.1:0)
bind(7, 0.0.0.0:0)
