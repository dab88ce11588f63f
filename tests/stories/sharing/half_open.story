story: what has hardly begun

given: a half-open copy of a server that does not listen any more, a connection that two packets which crossed have begun, and an open one
  #2  SYN_RECEIVED  198.18.203.1:443    198.18.203.86:1025
  #3  SYN_RECEIVED  198.18.203.1:40000  198.18.203.86:80    fd 3
  #6  ESTABLISHED   198.18.203.1:22     198.18.203.86:1026  fd 6
  #4  CLOSED        *:*                 *:*                 fd 4
  #5  CLOSED        *:*                 *:*                 fd 5

bind(4, 0.0.0.0:443)
bind(5, 198.18.203.1:22)
bind(5, 198.18.203.1:40000)
