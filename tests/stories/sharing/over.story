story: what is over holds no port

given: two connections that their clients have reset; the servers do not listen any more; and a bound socket
  #2  CLOSED  198.18.203.1:80    198.18.203.153:1025  fd 4  error ECONNRESET
  #3  CLOSED  198.18.203.1:443   198.18.203.86:1025   fd 5
  #4  CLOSED  198.18.203.1:8080  *:*                  fd 6
  #5  CLOSED  *:*                *:*                  fd 7
  #6  CLOSED  *:*                *:*                  fd 8

bind(7, 198.18.203.1:80)
bind(8, 198.18.203.1:8080)
bind(8, 0.0.0.0:443)
