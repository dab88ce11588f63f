story: SO_REUSEADDR, and a server that listens

given: one socket listens and one is only bound; all have the option
  #1  LISTEN  198.18.203.1:80    *:*  fd 3  queue 0/5  options reuseaddr
  #2  CLOSED  198.18.203.1:8080  *:*  fd 4  options reuseaddr
  #3  CLOSED  *:*                *:*  fd 5  options reuseaddr

bind(5, 198.18.203.1:80)
bind(5, 198.18.203.1:8080)
