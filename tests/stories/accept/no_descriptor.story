story: no descriptor is free
descriptors: 5

given: the program has all the descriptors that it may have
  #1  LISTEN       198.18.203.1:80  *:*  fd 3  queue 2/5: #3 #4
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  fd 4
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025
  #4  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026

accept(3)

given: the program closes descriptor 4
  - #2

accept(3)
