story: one has SO_REUSEADDR, and the other has SO_REUSEPORT

given: two bound sockets and two new ones
  #1  CLOSED  198.18.203.1:8080  *:*  fd 3  options reuseaddr
  #2  CLOSED  198.18.203.1:8443  *:*  fd 4  options reuseport
  #3  CLOSED  *:*                *:*  fd 5  options reuseaddr
  #4  CLOSED  *:*                *:*  fd 6  options reuseport

bind(5, 198.18.203.1:8443)
bind(6, 198.18.203.1:8080)
