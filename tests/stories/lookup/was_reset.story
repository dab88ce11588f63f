story: a connection that was reset

given: the client broke its connection off; descriptor 4 is still open
  #1  LISTEN  198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  CLOSED  198.18.203.1:80  198.18.203.153:1025  fd 4

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1025 → 198.18.203.1:80)

given: the same client connects again, from the same port
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
