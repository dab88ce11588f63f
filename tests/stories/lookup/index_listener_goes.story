story: a listening socket is closed

given: two servers at port 80, one at every address; one connection
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5  options reuseport
  #2  LISTEN       0.0.0.0:80       *:*                  fd 4  queue 0/5  options reuseport
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 5

index(198.18.203.86:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.2:80)
index(198.18.203.153:1025 → 198.18.203.1:80)

given: the one with an address of its own is closed
  - #1

index(198.18.203.86:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.2:80)
index(198.18.203.153:1025 → 198.18.203.1:80)

given: the one at every address is closed too
  - #2

index(198.18.203.86:1025 → 198.18.203.1:80)
index(198.18.203.153:1025 → 198.18.203.1:80)
