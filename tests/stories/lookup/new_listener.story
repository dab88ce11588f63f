story: a connection that is older than the listening socket

given: a restarted server listens; one connection is older
  #1  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 3
  #2  LISTEN       198.18.203.1:80  *:*                  fd 4  queue 0/5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1026 → 198.18.203.1:80)

given: now that client is connected too
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026  fd 5

lookup(198.18.203.86:1026 → 198.18.203.1:80)
