story: a call that failed can be tried again

given: a server and a new socket
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  CLOSED  *:*              *:*  fd 4  options nodelay

bind(4, 198.18.203.1:80)
bind(4, 198.18.203.153:80)
bind(4, 198.18.203.1:8080)
bind(4, 198.18.203.1:8081)
