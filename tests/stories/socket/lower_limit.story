story: the limit is lowered
descriptors: 6

given: the descriptors 3 and 8 are open, and the limit is 6; two connections are half open
  #1  LISTEN        198.18.203.1:80  *:*                  fd 3  queue 0/5
  #2  ESTABLISHED   198.18.203.1:80  198.18.203.153:1025  fd 8
  #4  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1026
  #5  SYN_RECEIVED  198.18.203.1:80  198.18.203.153:1027

socket()

given: descriptor 4 is closed; the descriptors 7 and 9 are from a time when the limit was higher
  - #6
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025  fd 7
  #7  ESTABLISHED  198.18.203.1:80  198.18.203.86:1026  fd 9

socket()
socket()
socket()
