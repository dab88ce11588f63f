story: another host has another address
addresses: 198.18.203.86

given: a new socket
  #1  CLOSED  *:*  *:*  fd 3

bind(3, 198.18.203.1:80)
bind(3, 198.18.203.86:80)
