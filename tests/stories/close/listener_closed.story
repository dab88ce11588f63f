story: the server listens no longer

given: two connections were accepted, none is queued
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  CLOSE_WAIT   198.18.203.1:80  198.18.203.86:1025   fd 5  received "GET /" the end

close(3)
