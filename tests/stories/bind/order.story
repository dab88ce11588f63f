story: more than one thing is wrong
unprivileged: 1024

given: a bound socket, a server and a new socket
  #1  CLOSED  198.18.203.1:8080  *:*  fd 3
  #2  LISTEN  198.18.203.1:80    *:*  fd 4  queue 0/5
  #3  CLOSED  *:*                *:*  fd 5

// The address is foreign, and the port is low.
bind(5, 198.18.203.153:80)
// The address is foreign, and the socket is bound.
bind(3, 198.18.203.153:8081)
// The port is low, and the socket is bound.
bind(3, 198.18.203.1:443)
// The port is low, and taken.
bind(5, 198.18.203.1:80)
// The socket is bound, and the endpoint is taken.
bind(4, 198.18.203.1:8080)
// The descriptor is not open, and the address is foreign.
bind(9, 198.18.203.153:8080)
// The descriptor is not open, and the port is low.
bind(9, 198.18.203.1:81)
// The descriptor is not open, and the endpoint is taken.
bind(9, 198.18.203.1:8080)
