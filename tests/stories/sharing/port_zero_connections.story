story: the kernel chooses a port among connections
ports: 40000-40006

given: connections at the first ports of the range; some of them hold theirs
  #1  ESTABLISHED   198.18.203.1:40000  198.18.203.86:80     fd 3
  #2  TIME_WAIT     198.18.203.1:40001  198.18.203.86:81     timer 60 s
  #3  SYN_RECEIVED  198.18.203.1:40002  198.18.203.153:1025
  #4  CLOSED        198.18.203.1:40003  198.18.203.86:82     fd 4  error ECONNREFUSED
  #5  CLOSED        *:*                 *:*                  fd 5
  #6  CLOSED        *:*                 *:*                  fd 6
  #7  LISTEN        198.18.203.2:40004  *:*                  fd 7  queue 0/5

bind(5, 198.18.203.1:0)
bind(6, 198.18.203.1:0)
