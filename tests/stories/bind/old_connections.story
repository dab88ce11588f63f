story: the server is gone, and its connections are not

given: two connections of a server that has closed its listening socket, and a client's connection
  #2  ESTABLISHED  198.18.203.1:80     198.18.203.153:1025  fd 4
  #3  CLOSE_WAIT   198.18.203.1:443    198.18.203.86:1025   fd 5
  #4  ESTABLISHED  198.18.203.1:40000  198.18.203.86:80     fd 6
  #5  CLOSED       *:*                 *:*                  fd 7

bind(7, 198.18.203.1:80)
bind(7, 0.0.0.0:443)
bind(7, 198.18.203.1:40000)
// The connections have one address each. The other address is free.
bind(7, 198.18.203.2:80)
