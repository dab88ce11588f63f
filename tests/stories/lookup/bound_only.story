story: sockets that do not listen

given: one socket is bound, one is not, and none listens
  #1  CLOSED  198.18.203.1:80  *:*  fd 3
  #2  CLOSED  *:*              *:*  fd 4
  #3  CLOSED  0.0.0.0:81       *:*  fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.1:81)
