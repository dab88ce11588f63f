story: the program has closed everything, and the kernel has not

given: only the last of these connections has a program: it has shut it down, and not closed it
  #2  TIME_WAIT   198.18.203.1:80    198.18.203.153:1025  timer 60 s
  #3  FIN_WAIT_2  198.18.203.1:443   198.18.203.86:1025   timer 60 s
  #4  LAST_ACK    198.18.203.1:8080  198.18.203.86:1026   received the end
  #5  LAST_ACK    198.18.203.1:8443  198.18.203.86:1027   fd 4  received the end
  #6  CLOSED      *:*                *:*                  fd 3

bind(3, 198.18.203.1:8443)
bind(3, 198.18.203.1:8080)
bind(3, 198.18.203.1:443)
bind(3, 198.18.203.1:80)

given: 60 seconds later
  - #2
  - #3

bind(3, 198.18.203.1:80)
