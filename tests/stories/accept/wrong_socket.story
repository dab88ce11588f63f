story: accept on what does not listen

given: a listening socket, a connection and a bound socket
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 1/5: #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  CLOSED       198.18.203.1:81  *:*  fd 5
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025

accept(4)
accept(5)
accept(9)
