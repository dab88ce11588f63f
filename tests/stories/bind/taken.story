story: the endpoint is taken

given: a server, a bound socket and a new one
  #1  LISTEN  198.18.203.1:80    *:*  fd 3  queue 0/5
  #2  CLOSED  198.18.203.1:8080  *:*  fd 4
  #3  CLOSED  *:*                *:*  fd 5

bind(5, 198.18.203.1:80)
bind(5, 198.18.203.1:8080)
