story: a server that waits at every address

given: a server waits at port 80 of every address
  #1  LISTEN  0.0.0.0:80  *:*  fd 3  queue 0/5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.2:80)
lookup(198.18.203.153:1025 → 198.18.203.2:81)
