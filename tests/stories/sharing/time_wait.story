story: the program has closed everything, and the kernel has not

given: the server closed its connections first, so they are in TIME_WAIT, or nearly there
  #2  TIME_WAIT   198.18.203.1:80   198.18.203.153:1025  timer 60 s
  #3  FIN_WAIT_2  198.18.203.1:443  198.18.203.86:1025   timer 60 s
  #4  CLOSED      *:*               *:*                  fd 3

bind(3, 198.18.203.1:80)
bind(3, 198.18.203.1:443)

given: 60 seconds later
  - #2
  - #3

bind(3, 198.18.203.1:80)
