story: SO_REUSEADDR on both sides

given: what is left of old servers, and a bound socket; all have the option
  #2  TIME_WAIT    198.18.203.1:80    198.18.203.153:1025  options reuseaddr  timer 60 s
  #3  ESTABLISHED  198.18.203.1:443   198.18.203.86:1025   fd 3  options reuseaddr
  #4  CLOSED       198.18.203.1:8080  *:*                  fd 4  options reuseaddr
  #5  CLOSED       *:*                *:*                  fd 5  options reuseaddr
  #6  CLOSED       *:*                *:*                  fd 6  options reuseaddr
  #7  CLOSED       *:*                *:*                  fd 7  options reuseaddr

bind(5, 198.18.203.1:80)
bind(6, 0.0.0.0:443)
bind(7, 198.18.203.1:8080)
