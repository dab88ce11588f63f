story: SO_REUSEPORT on both sides

given: a server, a bound socket and an old connection; all have the option
  #1  LISTEN     198.18.203.1:80    *:*                  fd 3  queue 0/5  options reuseport
  #2  CLOSED     198.18.203.1:8080  *:*                  fd 4  options reuseport
  #3  TIME_WAIT  198.18.203.1:443   198.18.203.153:1025  options reuseport  timer 60 s
  #4  CLOSED     *:*                *:*                  fd 5  options reuseport
  #5  CLOSED     *:*                *:*                  fd 6  options reuseport
  #6  CLOSED     *:*                *:*                  fd 7  options reuseport

bind(5, 198.18.203.1:80)
bind(6, 0.0.0.0:8080)
bind(7, 198.18.203.1:443)
