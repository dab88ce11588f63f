story: the server closes one connection of three

given: two connections were accepted, one is queued
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 1/5: #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025   fd 5
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026

close(4)
