story: the server is gone, and its connections are not

given: connections of a server that has closed its listening socket, and a client's connections
  #2  ESTABLISHED  198.18.203.1:80     198.18.203.153:1025  fd 4
  #3  CLOSE_WAIT   198.18.203.1:443    198.18.203.86:1025   fd 5
  #4  ESTABLISHED  198.18.203.1:40000  198.18.203.86:80     fd 6
  #5  SYN_SENT     198.18.203.1:40001  198.18.203.86:80     fd 7
  #6  LAST_ACK     198.18.203.1:8080   198.18.203.86:1026   fd 9  received the end
  #7  CLOSED       *:*                 *:*                  fd 8

bind(8, 198.18.203.1:80)
bind(8, 198.18.203.1:443)
bind(8, 198.18.203.1:40000)
bind(8, 198.18.203.1:40001)
// The program has shut this one down, and not closed it.
bind(8, 198.18.203.1:8080)
// The connections have one address each. The other address is free.
bind(8, 198.18.203.2:80)
