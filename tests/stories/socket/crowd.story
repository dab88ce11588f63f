story: many sockets, few descriptors
descriptors: 6

given: the limit is 6; three clients wait to be accepted
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 3/5: #2 #3 #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025

socket()
socket()
socket()
