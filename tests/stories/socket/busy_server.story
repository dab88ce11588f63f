story: a server with much to do

given: one socket listens, one talks, one is in the queue, one is bound
  #1  LISTEN       0.0.0.0:80       *:*                  fd 3  queue 1/5: #3  options reuseaddr
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4  options reuseaddr
  #3  ESTABLISHED  198.18.203.2:80  198.18.203.86:1025   options reuseaddr
  #4  CLOSED       198.18.203.1:81  *:*                  fd 6

socket()
socket()
