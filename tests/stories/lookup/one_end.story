story: two connections with one end in common

given: the server's endpoint is the same, the client's is not
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026   fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1026 → 198.18.203.1:80)

given: the client's endpoint is the same, the server's is not
  - #3
  #4  ESTABLISHED  198.18.203.2:443  198.18.203.153:1025  fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.2:443)
