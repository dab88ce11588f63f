// The chapter's client, with two ports to choose from.
story: two ports, three connections
addresses: 198.18.203.86
ports: 1025-1026

given: a program has made three sockets
  #1  CLOSED  *:*  *:*  fd 3
  #2  CLOSED  *:*  *:*  fd 4
  #3  CLOSED  *:*  *:*  fd 5

connect(3, 198.18.203.1:80)
SYN+ACK 198.18.203.1:80 → 198.18.203.86:1025, finds #1
connect(4, 198.18.203.1:80)
SYN+ACK 198.18.203.1:80 → 198.18.203.86:1026, finds #2

// No port is left for this server. There is one for another.
connect(5, 198.18.203.1:80)
connect(5, 198.18.203.2:80)
SYN+ACK 198.18.203.2:80 → 198.18.203.86:1025, finds #3
