story: connections that are over
addresses: 198.18.203.86, 198.18.203.87
ports: 1025-1028

given: one was refused, and the program has not closed its descriptor yet; others have the same port
  #1  CLOSED       198.18.203.86:1025  198.18.203.1:80   fd 3  error ECONNREFUSED
  #2  CLOSED       *:*                 *:*               fd 4
  #3  CLOSED       *:*                 *:*               fd 5
  #4  ESTABLISHED  198.18.203.87:1025  198.18.203.87:81  fd 6
  #5  ESTABLISHED  198.18.203.86:1025  198.18.203.2:91   fd 7
  #6  ESTABLISHED  198.18.203.86:1025  198.18.203.2:90   fd 8
  #7  ESTABLISHED  198.18.203.86:1025  198.18.203.3:91   fd 9
  #8  ESTABLISHED  198.18.203.87:1025  198.18.203.3:90   fd 10
  #9  CLOSED       198.18.203.86:1026  198.18.203.1:80   fd 11  error ECONNREFUSED

connect(5, 198.18.203.3:90)
connect(4, 198.18.203.1:80)
