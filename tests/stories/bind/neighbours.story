story: neighbours that are not in the way

given: a server, a bound socket and four new ones
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  CLOSED  127.0.0.1:8080   *:*  fd 4
  #3  CLOSED  *:*              *:*  fd 5
  #4  CLOSED  *:*              *:*  fd 6
  #5  CLOSED  *:*              *:*  fd 7
  #6  CLOSED  *:*              *:*  fd 8

bind(5, 198.18.203.2:80)
bind(6, 198.18.203.1:81)
bind(7, 127.0.0.2:8080)
bind(8, 0.0.0.0:443)
