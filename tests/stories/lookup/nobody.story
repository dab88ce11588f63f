story: segments that belong to nobody

given: nobody listens any more; an accepted connection lives on
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4

lookup(198.18.203.86:1026 → 198.18.203.1:80)

given: servers listen at another address, and at another port
  - #2
  #3  LISTEN  198.18.203.2:80  *:*  fd 3  queue 0/5
  #4  LISTEN  198.18.203.1:81  *:*  fd 4  queue 0/5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
