story: one listens at one address, one at every address

given: the one with an address of its own was first
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5  options reuseport
  #2  LISTEN  0.0.0.0:80       *:*  fd 4  queue 0/5  options reuseport

lookup(198.18.203.153:1025 → 198.18.203.1:80)

given: the other one was first
  - #1
  #3  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5  options reuseport

lookup(198.18.203.153:1025 → 198.18.203.1:80)
