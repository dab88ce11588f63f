story: no port is left
ports: 40000-40001

given: the range has two ports, and one is held
  #1  LISTEN  198.18.203.1:40000  *:*  fd 3  queue 0/5
  #2  CLOSED  *:*                 *:*  fd 4
  #3  CLOSED  *:*                 *:*  fd 5

bind(4, 198.18.203.1:0)
bind(5, 198.18.203.1:0)
// The other address still has both ports.
bind(5, 198.18.203.2:0)
