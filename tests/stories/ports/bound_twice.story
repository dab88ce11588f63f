story: two sockets bound to one port, and one server
addresses: 198.18.203.86
ports: 1025-1028

given: both sockets have SO_REUSEADDR, and the first is connected
  #1  ESTABLISHED  198.18.203.86:2000  198.18.203.1:80  fd 3  options reuseaddr
  #2  CLOSED       198.18.203.86:2000  *:*              fd 4  options reuseaddr
  #3  CLOSED       0.0.0.0:2000        *:*              fd 5  options reuseaddr

connect(4, 198.18.203.1:80)
connect(5, 198.18.203.1:80)
connect(4, 198.18.203.1:81)
