story: options do not help to choose
ports: 40000-40003

given: two sockets hold the first two ports, and would share them
  #1  CLOSED  198.18.203.1:40000  *:*  fd 3  options reuseaddr
  #2  CLOSED  198.18.203.1:40001  *:*  fd 4  options reuseport
  #3  CLOSED  *:*                 *:*  fd 5  options reuseaddr
  #4  CLOSED  *:*                 *:*  fd 6  options reuseport

bind(5, 198.18.203.1:0)
bind(6, 198.18.203.1:0)
