story: only one of the two has SO_REUSEADDR

given: a bound socket without the option and one with it; two old connections in the same way; and two new sockets
  #1  CLOSED     198.18.203.1:8080  *:*                  fd 3
  #2  CLOSED     198.18.203.1:8443  *:*                  fd 4  options reuseaddr
  #3  TIME_WAIT  198.18.203.1:80    198.18.203.153:1025  timer 60 s
  #4  TIME_WAIT  198.18.203.1:443   198.18.203.153:1025  options reuseaddr  timer 60 s
  #5  CLOSED     *:*                *:*                  fd 5  options reuseaddr
  #6  CLOSED     *:*                *:*                  fd 6

bind(5, 198.18.203.1:8080)
bind(6, 198.18.203.1:8443)
bind(5, 198.18.203.1:80)
bind(6, 198.18.203.1:443)
bind(5, 0.0.0.0:8080)
