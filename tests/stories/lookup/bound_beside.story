story: one socket is bound, and another one listens at every address

given: two are at port 80; the one with an address of its own does not listen
  #1  CLOSED       198.18.203.1:80  *:*                  fd 3  options reuseaddr
  #2  LISTEN       0.0.0.0:80       *:*                  fd 4  queue 0/5  options reuseaddr
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 5  options reuseaddr
  #4  LISTEN       198.18.203.1:81  *:*                  fd 6  queue 0/5

lookup(198.18.203.153:1025 → 198.18.203.1:80)
lookup(198.18.203.153:1025 → 198.18.203.1:81)
lookup(198.18.203.153:1025 → 198.18.203.2:80)
lookup(198.18.203.86:1025 → 198.18.203.1:80)
