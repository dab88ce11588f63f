story: another program has the port

given: a server of another program: its descriptors are not this program's
  #1  LISTEN  198.18.203.1:80    *:*  queue 0/5
  #2  CLOSED  198.18.203.1:8080  *:*  fd 3
  #3  CLOSED  *:*                *:*  fd 4

bind(4, 198.18.203.1:80)
bind(4, 198.18.203.1:8080)
