story: two sockets listen at one endpoint, and one of them is closed

given: both have SO_REUSEPORT; which of them gets a packet is left open
  #1  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5  options reuseport
  #2  LISTEN  198.18.203.1:80  *:*  fd 4  queue 0/5  options reuseport

index(198.18.203.153:1025 → 198.18.203.1:81)

given: one of them is closed
  - #1

index(198.18.203.153:1025 → 198.18.203.1:80)

given: another one comes, and the older one is closed
  #3  LISTEN  198.18.203.1:80  *:*  fd 3  queue 0/5  options reuseport
  - #2

index(198.18.203.153:1025 → 198.18.203.1:80)
