story: the limit is lowered
descriptors: 6

given: the descriptors 3, 7 and 8 are open; then the limit is set to 6
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 0/5
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 7
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025  fd 8

socket()
socket()
socket()
