story: one of those in the queue has been reset

given: two are queued; the client of #2 has broken its connection off
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 2/5: #2 #3
  #2  CLOSED       198.18.203.1:80  198.18.203.153:1025  received "GET /"  error ECONNRESET
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026

close(3)
