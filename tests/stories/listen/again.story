story: listen on a socket that listens

given: three clients are queued
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 3/5: #3 #2 #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026

listen(3, 8)
listen(3, 1)
listen(3, 9999)
