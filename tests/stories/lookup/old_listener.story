story: connections that are younger than the listening sockets

given: two servers listen, one at every address; each has one client
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  LISTEN       0.0.0.0:81       *:*                  fd 4  queue 0/5
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 5
  #4  ESTABLISHED  198.18.203.1:81  198.18.203.153:1025  fd 6

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.1:81)
lookup(198.18.203.153:1025 → 198.18.203.2:80)

given: at a third port the connection is older
  #5  ESTABLISHED  198.18.203.1:82  198.18.203.153:1025  fd 7
  #6  LISTEN       198.18.203.1:82  *:*                  fd 8  queue 0/5

lookup(198.18.203.153:1025 → 198.18.203.1:82)
lookup(198.18.203.86:1025 → 198.18.203.1:80)
