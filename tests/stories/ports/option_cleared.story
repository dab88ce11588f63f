story: two sockets bound to one port, without SO_REUSEADDR
addresses: 198.18.203.86
ports: 1025-1028

given: both had the option when they were bound, and have it no more; the first is connected
  #1  ESTABLISHED  198.18.203.86:2000  198.18.203.1:80  fd 3
  #2  CLOSED       198.18.203.86:2000  *:*              fd 4

connect(4, 198.18.203.1:80)
connect(4, 198.18.203.1:81)
