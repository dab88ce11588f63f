story: SO_REUSEADDR, and a server that listens

given: one server listens at one address, one everywhere; all have the option
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5  options reuseaddr
  #2  LISTEN  0.0.0.0:443      *:*  fd 4  queue 0/5  options reuseaddr
  #3  CLOSED  *:*              *:*  fd 5  options reuseaddr

bind(5, 198.18.203.1:80)
bind(5, 198.18.203.1:443)
bind(5, 0.0.0.0:80)
