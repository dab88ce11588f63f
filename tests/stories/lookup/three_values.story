story: connections with several values in common

given: the two ports are the same, the two addresses are not
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.2:80  198.18.203.86:1025   fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1025 → 198.18.203.2:80)

given: only the client's address is different
  - #3
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1025 → 198.18.203.1:80)

given: only the client's port is different
  - #4
  #5  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026  fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1026 → 198.18.203.1:80)

given: only the server's address is different
  - #5
  #6  ESTABLISHED  198.18.203.2:80  198.18.203.153:1025  fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.2:80)

given: only the server's port is different
  - #6
  #7  ESTABLISHED  198.18.203.1:443  198.18.203.153:1025  fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.1:443)
