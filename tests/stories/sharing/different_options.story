story: one has SO_REUSEADDR, and the other has SO_REUSEPORT

given: three bound sockets and three new ones
  #1  CLOSED  198.18.203.1:8080  *:*  fd 3  options reuseaddr
  #2  CLOSED  198.18.203.1:8443  *:*  fd 4  options reuseport
  #3  CLOSED  198.18.203.1:9090  *:*  fd 5
  #4  CLOSED  *:*                *:*  fd 6  options reuseaddr
  #5  CLOSED  *:*                *:*  fd 7  options reuseport
  #6  CLOSED  *:*                *:*  fd 8

// One of the two has an option, and the other has none.
bind(6, 198.18.203.1:9090)
bind(7, 198.18.203.1:9090)
bind(8, 198.18.203.1:8080)
bind(8, 198.18.203.1:8443)
// Each has one, but not the same.
bind(6, 198.18.203.1:8443)
bind(7, 198.18.203.1:8080)
