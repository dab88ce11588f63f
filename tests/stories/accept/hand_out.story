story: accept hands out what is ready

given: two connections are queued; the one that was ready first has the higher number
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 2/5: #3 #2
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025

accept(3)
accept(3)
accept(3)
