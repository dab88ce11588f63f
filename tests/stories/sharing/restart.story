// Why a server sets SO_REUSEADDR before it calls bind.
story: a server starts again

given: the old server had SO_REUSEADDR; what is left of it are two connections
  #2  TIME_WAIT   198.18.203.1:80  198.18.203.153:1025  options reuseaddr  timer 60 s
  #3  FIN_WAIT_2  198.18.203.1:80  198.18.203.86:1025   options reuseaddr  timer 60 s
  #4  CLOSED      *:*              *:*                  fd 3
  #5  CLOSED      *:*              *:*                  fd 4  options reuseaddr

bind(3, 198.18.203.1:80)
bind(4, 198.18.203.1:80)
