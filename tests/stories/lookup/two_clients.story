// The chapter's own story: two clients, both with port 1025, and one server.
story: two clients talk with one server

given: the server listens at port 80
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5

lookup(198.18.203.153:1025 → 198.18.203.1:80)

given: the first client's connection packet makes a copy
  #2  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1025

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1025 → 198.18.203.1:80)

given: both clients are connected and accepted
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1025 → 198.18.203.1:80)
lookup(198.18.203.86:1026 → 198.18.203.1:80)
lookup(198.18.203.86:1025 → 198.18.203.1:81)
lookup(198.18.203.86:1025 → 198.18.203.2:80)
