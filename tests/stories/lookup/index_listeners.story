story: the index knows who listens

given: a server listens at one address, and one client is connected, also where nobody listens any more
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5  options reuseport
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #4  ESTABLISHED  198.18.203.1:79  198.18.203.153:1025  fd 6

index(198.18.203.153:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.2:80)

given: another server listens at every address
  #3  LISTEN       0.0.0.0:80       *:*                  fd 5  queue 0/5  options reuseport

index(198.18.203.153:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.1:80)
index(198.18.203.86:1025 → 198.18.203.2:80)
index(198.18.203.86:1025 → 198.18.203.2:81)
index(198.18.203.153:1025 → 198.18.203.1:79)
