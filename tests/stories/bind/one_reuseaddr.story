story: only one of the two has SO_REUSEADDR

given: two old connections, the first without the option; a bound socket without it; and two new sockets
  #2  TIME_WAIT   198.18.203.1:80    198.18.203.153:1025  timer 60 s
  #3  TIME_WAIT   198.18.203.1:443   198.18.203.153:1025  options reuseaddr  timer 60 s
  #4  CLOSED      198.18.203.1:8080  *:*                  fd 3
  #5  CLOSED      *:*                *:*                  fd 4  options reuseaddr
  #6  CLOSED      *:*                *:*                  fd 5

bind(4, 198.18.203.1:80)
bind(5, 198.18.203.1:443)
bind(4, 0.0.0.0:8080)
bind(4, 198.18.203.1:443)
