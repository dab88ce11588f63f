story: a server that listens at every address

given: one server listens at port 80 of every address, another one at port 81 of one address
  #1  LISTEN  0.0.0.0:80       *:*  fd 3  queue 0/5
  #2  LISTEN  198.18.203.1:81  *:*  fd 4  queue 0/5

lookup(198.18.203.153:1025 → 198.18.203.1:81)
lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.2:80)
lookup(198.18.203.153:1025 → 198.18.203.2:81)
