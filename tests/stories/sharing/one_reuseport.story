story: only one of the two has SO_REUSEPORT

given: two servers, one of them with the option; two sockets are new
  #1  LISTEN  198.18.203.1:80   *:*  fd 3  queue 0/5  options reuseport
  #2  LISTEN  198.18.203.1:443  *:*  fd 4  queue 0/5
  #3  CLOSED  *:*               *:*  fd 5  options reuseport
  #4  CLOSED  *:*               *:*  fd 6

bind(5, 198.18.203.1:443)
bind(6, 198.18.203.1:80)
