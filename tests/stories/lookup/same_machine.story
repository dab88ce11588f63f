story: client and server on one machine

given: both endpoints of one connection are on this host; nobody listens
  #2  ESTABLISHED  198.18.203.1:80    198.18.203.1:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:1025  198.18.203.1:80    fd 3

lookup(198.18.203.1:1025 → 198.18.203.1:80)
lookup(198.18.203.1:80 → 198.18.203.1:1025)
